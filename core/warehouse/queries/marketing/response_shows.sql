-- Our shows as the response model sees them: days of sale that the data cover, sellable tickets, channels held out.
-- room = tickets that nobody is forecast to buy; budget_left = what the show's marketing budget still has (money).
-- The last day is the day before the newest sales, which may be half told; a cancelled show ends with its last sale.
SELECT c.concert_id, c.local_date, least(c.onsale_date, c.first_sold_on) AS first_day,
       least(c.local_date, n.newest - 1, CASE WHEN c.phase IN ('cancelled', 'postponed') THEN t.last_sold_on END)
           AS last_day,
       c.sellable, c.currency, c.marketing_holdout AS held_out,
       CASE WHEN c.phase = 'on_sale' THEN c.days_out ELSE 0 END AS days_to_go,
       greatest(c.sellable - greatest(coalesce(f.p50, 0), t.tickets_sold), 0)::DOUBLE AS room,
       greatest(b.budgeted - coalesce(s.spend, 0), 0)::DOUBLE AS budget_left
FROM concert c JOIN event_total t USING (concert_id) LEFT JOIN forecast f USING (concert_id)
LEFT JOIN marketing_budget b USING (concert_id)
LEFT JOIN (SELECT concert_id, sum(spend) AS spend FROM campaign_total GROUP BY concert_id) s USING (concert_id),
     (SELECT least(max(e.date), min(p.today)) AS newest FROM event_day e, published p) n
WHERE c.sellable > 0 AND c.first_sold_on < n.newest
ORDER BY c.concert_id
