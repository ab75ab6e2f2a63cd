-- The touches before each order (one row a touch, oldest first), with what the order brought: tickets, gross, a new buyer.
-- An order without touchpoints has one, its own record: its channel, its promo code's channel or its UTM source. Direct
-- sales touch nothing. `campaign` is the channel's last one on the path. days_before = days from the touch to the order.
WITH bought AS (
    SELECT coalesce(o.order_id, 'row ' || o.rowid) AS order_key, o.concert_id, sum(o.qty)::DOUBLE AS tickets,
           sum(o.gross)::DOUBLE AS gross, max(coalesce(o.sold_at, o.sold_on + INTERVAL '86399 seconds')) AS sold_at,
           any_value(coalesce(o.channel, p.channel, o.utm_source)) AS channel, any_value(o.utm_campaign) AS campaign,
           max((o.order_id = b.first_order_id)::INTEGER)::DOUBLE AS new_buyers
    FROM warehouse.order_line o LEFT JOIN snapshot.buyer b USING (buyer_id)
    LEFT JOIN promo_channel p ON p.code = upper(trim(o.promo_code))
    WHERE o.sold_on <= (SELECT max(date) FROM snapshot.campaign_day)
      AND EXISTS (FROM snapshot.concert c WHERE c.concert_id = o.concert_id)
    GROUP BY order_key, o.concert_id
),
orders AS (SELECT *, row_number() OVER () AS unit FROM bought),
touched AS (
    SELECT o.unit, t.channel, t.campaign, epoch(o.sold_at - t.seen_at) / 86400 AS days_before
    FROM orders o JOIN warehouse.touchpoint t ON t.order_id = o.order_key
    WHERE t.seen_at <= o.sold_at AND t.channel IS NOT NULL
),
told AS (
    SELECT * FROM touched
    UNION ALL
    SELECT unit, channel, campaign, 0 FROM orders o
    WHERE channel IS NOT NULL AND NOT EXISTS (FROM warehouse.touchpoint t WHERE t.order_id = o.order_key)
)
SELECT t.unit, o.concert_id, t.channel,
       last_value(t.campaign IGNORE NULLS) OVER (PARTITION BY t.unit, t.channel ORDER BY t.days_before DESC
                                                 ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS campaign,
       t.days_before, o.tickets, o.gross, coalesce(o.new_buyers, 0) AS new_buyers
FROM told t JOIN orders o USING (unit)
WHERE lower(trim(t.channel)) NOT IN ('direct', '(direct)', 'unknown', 'none', '')
ORDER BY t.unit, t.days_before DESC
