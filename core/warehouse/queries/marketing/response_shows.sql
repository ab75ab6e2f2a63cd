-- Our shows as the response model sees them: days of sale that the data cover, sellable tickets, channels held out.
-- The last day is the day before the newest sales, which may be half told; a cancelled show ends with its last sale.
SELECT c.concert_id, c.local_date, least(c.onsale_date, c.first_sold_on) AS first_day,
       least(c.local_date, n.newest - 1, CASE WHEN c.phase IN ('cancelled', 'postponed') THEN t.last_sold_on END)
           AS last_day,
       c.sellable, c.currency, c.marketing_holdout AS held_out
FROM concert c JOIN event_total t USING (concert_id),
     (SELECT least(max(e.date), min(p.today)) AS newest FROM event_day e, published p) n
WHERE c.sellable > 0 AND c.first_sold_on < n.newest
ORDER BY c.concert_id
