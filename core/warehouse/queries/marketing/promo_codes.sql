-- Each promo code: redemptions (orders), tickets, discount given, revenue before and after discount, new buyers (money in the
-- shows' currency).
SELECT t.promo_code, t.currency, sum(t.redemptions)::BIGINT AS redemptions, sum(t.tickets)::BIGINT AS tickets,
       sum(t.discount)::DECIMAL(18, 2) AS discount, sum(t.gross)::DECIMAL(18, 2) AS gross,
       (sum(t.gross) + sum(t.discount))::DECIMAL(18, 2) AS gross_before, sum(t.new_buyers)::BIGINT AS new_buyers,
       sum(t.discount)::DOUBLE / nullif(sum(t.gross) + sum(t.discount), 0)::DOUBLE AS discount_share,
       count(DISTINCT t.concert_id) AS shows, min(t.first_on) AS first_on, max(t.last_on) AS last_on
FROM promo_total t JOIN concert c USING (concert_id)
WHERE chosen($markets::VARCHAR[], c.market) AND chosen($venues::VARCHAR[], c.venue)
  AND chosen($genres::VARCHAR[], c.genre) AND within($date_from::DATE, $date_to::DATE, c.local_date)
GROUP BY t.promo_code, t.currency ORDER BY redemptions DESC, t.promo_code
