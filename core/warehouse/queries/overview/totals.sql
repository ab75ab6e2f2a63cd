-- Each currency's shows on sale under the filters (money, tickets), and what all its shows sold and spent in the last
-- 7 full days and the 7 before.
WITH chosen_show AS (
    SELECT c.concert_id, c.currency, c.phase IN ('on_sale', 'sold_out') AS on_sale, t.gross, f.p10, f.p50, f.p90,
           coalesce(t.avg_ticket_price, c.face_value) AS price, f.comparable_share * c.sellable AS comparable_tickets
    FROM concert c JOIN event_total t USING (concert_id) LEFT JOIN forecast f USING (concert_id)
    WHERE chosen($markets::VARCHAR[], c.market) AND chosen($venues::VARCHAR[], c.venue)
      AND chosen($genres::VARCHAR[], c.genre) AND within($date_from::DATE, $date_to::DATE, c.local_date)
),
recent AS (
    SELECT d.concert_id, sum(d.tickets_sold) FILTER (d.date >= p.today - 7) AS tickets_7d,
           sum(d.tickets_sold) FILTER (d.date < p.today - 7) AS tickets_prior_7d,
           sum(d.spend) FILTER (d.date >= p.today - 7) AS spend_7d
    FROM concert_day_channel d, published p
    WHERE d.date >= p.today - 14 AND d.date < p.today GROUP BY d.concert_id
)
SELECT s.currency, count(*) FILTER (s.on_sale) AS shows, sum(s.gross) FILTER (s.on_sale) AS gross,
       sum(s.comparable_tickets * s.price) FILTER (s.on_sale) AS comparable_gross,
       sum(s.gross) FILTER (s.on_sale AND s.comparable_tickets IS NOT NULL) AS compared_gross,
       count(*) FILTER (s.on_sale AND s.p10 IS NOT NULL) AS forecast_shows,
       sum(s.p50 * s.price) FILTER (s.on_sale) AS forecast_gross,
       sum(s.p10 * s.price) FILTER (s.on_sale) AS forecast_gross_lo,
       sum(s.p90 * s.price) FILTER (s.on_sale) AS forecast_gross_hi,
       coalesce(sum(r.tickets_7d), 0) AS tickets_7d, coalesce(sum(r.tickets_prior_7d), 0) AS tickets_prior_7d,
       coalesce(sum(r.spend_7d), 0) AS spend_7d
FROM chosen_show s LEFT JOIN recent r USING (concert_id)
GROUP BY s.currency HAVING count(*) FILTER (s.on_sale) > 0 ORDER BY shows DESC, s.currency
