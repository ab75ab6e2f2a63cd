-- What each buyer bought for each show of ours by $today (tickets, money in the show's currency, lines), and the last day
-- they did so up to 3, 6 and 12 months before (NULL = not yet).
WITH bought AS (
    SELECT buyer_id, concert_id, count(*) AS lines, min(sold_on) AS first_on, max(sold_on) AS last_on,
           sum(qty)::BIGINT AS tickets, sum(gross)::DECIMAL(18, 2) AS gross,
           max(sold_on) FILTER (sold_on <= $today::DATE - INTERVAL 3 MONTH) AS last_on_3,
           max(sold_on) FILTER (sold_on <= $today::DATE - INTERVAL 6 MONTH) AS last_on_6,
           max(sold_on) FILTER (sold_on <= $today::DATE - INTERVAL 12 MONTH) AS last_on_12
    FROM warehouse.order_line WHERE buyer_id IS NOT NULL AND sold_on <= $today
    GROUP BY buyer_id, concert_id
)
SELECT b.*, c.market_id, c.currency FROM bought b JOIN snapshot.concert c USING (concert_id)
