-- Buyers by lifecycle segment on $today (people), in the market where they bought most. By shows bought for while the
-- last purchase is within 18 months: New 1, Once Before 2, Convertee 3, Active 4-10, Super Active > 10;
-- Stale 18-36 months since the last purchase; Lapsed > 36 months.
WITH buyer AS (
    SELECT o.buyer_id, mode(c.market_id) AS market_id, count(DISTINCT o.concert_id) AS shows, max(o.sold_on) AS last_on
    FROM warehouse.order_line o JOIN snapshot.concert c USING (concert_id)
    WHERE o.buyer_id IS NOT NULL AND o.sold_on <= $today
    GROUP BY o.buyer_id
)
SELECT market_id, CASE WHEN last_on < $today::DATE - INTERVAL 36 MONTH THEN 'Lapsed'
            WHEN last_on < $today::DATE - INTERVAL 18 MONTH THEN 'Stale'
            WHEN shows = 1 THEN 'New' WHEN shows = 2 THEN 'Once Before' WHEN shows = 3 THEN 'Convertee'
            WHEN shows <= 10 THEN 'Active' ELSE 'Super Active' END AS segment, count(*) AS buyers
FROM buyer GROUP BY market_id, segment ORDER BY market_id, segment
