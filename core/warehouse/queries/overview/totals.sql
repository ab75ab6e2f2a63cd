-- Each currency's shows on sale under the filters (money, tickets), and what all its shows sold and spent in the last
-- 7 full days and the 7 before.
WITH chosen_show AS (
    SELECT currency, phase IN ('on_sale', 'sold_out') AS on_sale, gross, p10, p50, p90,
           coalesce(avg_ticket_price, face_value) AS price, comparable_share * sellable AS comparable_tickets,
           tickets_7d, tickets_prior_7d, spend_7d
    FROM standing
    WHERE chosen($markets::VARCHAR[], market) AND chosen($venues::VARCHAR[], venue)
      AND chosen($genres::VARCHAR[], genre) AND within($date_from::DATE, $date_to::DATE, local_date)
)
SELECT currency, count(*) FILTER (on_sale) AS shows, sum(gross) FILTER (on_sale) AS gross,
       sum(comparable_tickets * price) FILTER (on_sale) AS comparable_gross,
       sum(gross) FILTER (on_sale AND comparable_tickets IS NOT NULL) AS compared_gross,
       count(*) FILTER (on_sale AND p10 IS NOT NULL) AS forecast_shows,
       sum(p50 * price) FILTER (on_sale) AS forecast_gross,
       sum(p10 * price) FILTER (on_sale) AS forecast_gross_lo,
       sum(p90 * price) FILTER (on_sale) AS forecast_gross_hi,
       coalesce(sum(tickets_7d), 0) AS tickets_7d, coalesce(sum(tickets_prior_7d), 0) AS tickets_prior_7d,
       coalesce(sum(spend_7d), 0) AS spend_7d
FROM chosen_show
GROUP BY currency HAVING count(*) FILTER (on_sale) > 0 ORDER BY shows DESC, currency
