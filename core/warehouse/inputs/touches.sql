-- The touches before each order (one row a touch, oldest first), with what the order brought: tickets, gross, a new buyer.
-- An order without touchpoints has one, its own record: its channel, its promo code's channel or its UTM source. Direct
-- sales touch nothing. `campaign` is the channel's last one on the path. days_before = days from the touch to the order.
-- Such orders of one show, channel and campaign are alike: they are one unit of so many `orders`.
WITH orders AS (
    SELECT row_number() OVER (ORDER BY order_id, concert_id) AS unit, *
    FROM (SELECT o.order_id, o.concert_id, sum(o.qty)::DOUBLE AS tickets, sum(o.gross)::DOUBLE AS gross,
                 max(coalesce(o.sold_at, o.sold_on + INTERVAL '86399 seconds')) AS sold_at,
                 count(DISTINCT f.buyer_id)::DOUBLE AS new_buyers
          FROM warehouse.order_line o LEFT JOIN temp.first_order f ON f.buyer_id = o.buyer_id AND f.order_id = o.order_id
          WHERE o.order_id IN (SELECT order_id FROM warehouse.touchpoint)
            AND o.sold_on <= (SELECT max(date) FROM snapshot.campaign_day)
            AND EXISTS (FROM snapshot.concert c WHERE c.concert_id = o.concert_id)
          GROUP BY o.order_id, o.concert_id)
),
touched AS (
    SELECT o.unit, o.concert_id, spelled(t.channel) AS channel,
           last_value(t.campaign IGNORE NULLS) OVER (PARTITION BY o.unit, spelled(t.channel) ORDER BY t.seen_at, t.campaign
                                                     ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS campaign,
           epoch(o.sold_at - t.seen_at) / 86400 AS days_before, o.tickets, o.gross, o.new_buyers, 1 AS orders
    FROM orders o JOIN warehouse.touchpoint t USING (order_id)
    WHERE t.seen_at <= o.sold_at
),
alike AS (
    SELECT -row_number() OVER (ORDER BY concert_id, named_channel, campaign) AS unit, concert_id,
           named_channel AS channel, campaign, 0 AS days_before,
           sum(tickets)::DOUBLE AS tickets, sum(gross)::DOUBLE AS gross, sum(new_buyers)::DOUBLE AS new_buyers,
           sum(entries)::BIGINT AS orders
    FROM temp.sale s
    WHERE NOT touched AND date <= (SELECT max(date) FROM snapshot.campaign_day)
      AND EXISTS (FROM snapshot.concert c WHERE c.concert_id = s.concert_id)
    GROUP BY concert_id, named_channel, campaign
)
SELECT * FROM (FROM touched UNION ALL FROM alike)
WHERE lower(trim(channel)) NOT IN ('direct', '(direct)', 'unknown', 'none', '')
ORDER BY unit, days_before DESC, channel, campaign
