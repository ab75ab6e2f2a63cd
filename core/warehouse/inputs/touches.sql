-- The touches before each order (one row a touch, oldest first), with what the order brought: tickets, gross, a new buyer.
-- An order without touchpoints has one, its own record: its channel, its promo code's channel or its UTM source. Direct
-- sales touch nothing. `campaign` is the channel's last one on the path. days_before = days from the touch to the order.
-- Such orders of one show, channel and campaign are alike: they are one unit of so many `orders`.
WITH bought AS (
    SELECT coalesce(o.order_id, 'row ' || o.rowid) AS order_key, o.concert_id, sum(o.qty)::DOUBLE AS tickets,
           sum(o.gross)::DOUBLE AS gross, max(coalesce(o.sold_at, o.sold_on + INTERVAL '86399 seconds')) AS sold_at,
           any_value(coalesce(o.channel, p.channel, o.utm_source)) AS channel, any_value(o.utm_campaign) AS campaign,
           coalesce(max((o.order_id = b.first_order_id)::INTEGER), 0)::DOUBLE AS new_buyers
    FROM warehouse.order_line o LEFT JOIN snapshot.buyer b USING (buyer_id)
    LEFT JOIN promo_channel p ON p.code = upper(trim(o.promo_code))
    WHERE o.sold_on <= (SELECT max(date) FROM snapshot.campaign_day)
      AND EXISTS (FROM snapshot.concert c WHERE c.concert_id = o.concert_id)
    GROUP BY order_key, o.concert_id
),
orders AS (
    SELECT row_number() OVER () AS unit, *
    FROM bought WHERE order_key IN (SELECT order_id FROM warehouse.touchpoint)
),
touched AS (
    SELECT o.unit, o.concert_id, t.channel,
           last_value(t.campaign IGNORE NULLS) OVER (PARTITION BY o.unit, t.channel ORDER BY t.seen_at
                                                     ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS campaign,
           epoch(o.sold_at - t.seen_at) / 86400 AS days_before, o.tickets, o.gross, o.new_buyers, 1 AS orders
    FROM orders o JOIN warehouse.touchpoint t ON t.order_id = o.order_key
    WHERE t.seen_at <= o.sold_at
),
alike AS (
    SELECT -row_number() OVER () AS unit, concert_id, channel, campaign, 0 AS days_before, sum(tickets) AS tickets,
           sum(gross) AS gross, sum(new_buyers) AS new_buyers, count(*) AS orders
    FROM bought WHERE order_key NOT IN (SELECT order_id FROM warehouse.touchpoint WHERE order_id IS NOT NULL)
    GROUP BY concert_id, channel, campaign
)
SELECT * FROM (FROM touched UNION ALL FROM alike)
WHERE lower(trim(channel)) NOT IN ('direct', '(direct)', 'unknown', 'none', '')
ORDER BY unit, days_before DESC
