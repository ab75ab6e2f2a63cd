-- What each buyer bought for each show of ours by $today (tickets, money in the show's currency, lines), and the last day
-- they did so up to 3, 6 and 12 months before (NULL = not yet).
SELECT o.buyer_id, o.concert_id, c.market_id, c.currency, count(*) AS lines, min(o.sold_on) AS first_on,
       max(o.sold_on) AS last_on, sum(o.qty)::BIGINT AS tickets, sum(o.gross)::DECIMAL(18, 2) AS gross,
       max(o.sold_on) FILTER (o.sold_on <= $today::DATE - INTERVAL 3 MONTH) AS last_on_3,
       max(o.sold_on) FILTER (o.sold_on <= $today::DATE - INTERVAL 6 MONTH) AS last_on_6,
       max(o.sold_on) FILTER (o.sold_on <= $today::DATE - INTERVAL 12 MONTH) AS last_on_12
FROM warehouse.order_line o JOIN snapshot.concert c USING (concert_id)
WHERE o.buyer_id IS NOT NULL AND o.sold_on <= $today
GROUP BY o.buyer_id, o.concert_id, c.market_id, c.currency
