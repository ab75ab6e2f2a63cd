-- Who was in which lifecycle segment so many months before $today and is in which today (people), by market.
-- before NULL = had not bought yet.
WITH early AS (
    SELECT p.months, o.buyer_id, count(DISTINCT o.concert_id) AS shows, max(o.sold_on) AS last_on
    FROM warehouse.order_line o JOIN (VALUES (3), (6), (12)) p(months)
         ON o.sold_on <= $today::DATE - p.months * INTERVAL 1 MONTH
    WHERE o.buyer_id IS NOT NULL AND EXISTS (FROM snapshot.concert c WHERE c.concert_id = o.concert_id)
    GROUP BY p.months, o.buyer_id
)
SELECT b.market_id, p.months::INTEGER AS months,
       snapshot.lifecycle_of(e.shows, e.last_on, $today::DATE - p.months * INTERVAL 1 MONTH) AS before, b.segment AS after,
       count(*) AS buyers
FROM (SELECT buyer_id, market_id, segment FROM snapshot.buyer) b CROSS JOIN (VALUES (3), (6), (12)) p(months)
LEFT JOIN early e ON e.buyer_id = b.buyer_id AND e.months = p.months
GROUP BY ALL ORDER BY ALL
