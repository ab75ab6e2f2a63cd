-- Sales by show, day, channel and campaign: tickets, money in the show's currency as sold (refunds apart), orders, new
-- buyers. named_channel = the channel, else its promo code's, else the UTM source. touched: these orders have touchpoints.
-- An order counts once a show, day and channel, where its first line stands; entries = orders and lines without one.
WITH several AS (  -- few orders have lines to tell apart
    SELECT order_id FROM warehouse.order_line WHERE order_id IS NOT NULL GROUP BY order_id HAVING count(*) > 1
),
line AS (
    SELECT o.*, true AS leads FROM warehouse.order_line o ANTI JOIN several USING (order_id)
    UNION ALL BY NAME
    SELECT o.*, row_number() OVER (PARTITION BY order_id, concert_id, sold_on, spelled(channel) ORDER BY rowid) = 1 AS leads
    FROM warehouse.order_line o SEMI JOIN several USING (order_id)
)
SELECT o.concert_id, o.sold_on AS date, spelled(o.channel) AS channel,
       spelled(coalesce(o.channel, p.channel, o.utm_source)) AS named_channel,
       o.utm_campaign AS campaign, EXISTS (FROM warehouse.touchpoint t WHERE t.order_id = o.order_id) AS touched,
       sum(o.qty)::BIGINT AS tickets, sum(o.gross)::DECIMAL(18, 2) AS gross,
       sum(coalesce(o.refunded_qty, 0))::BIGINT AS refunded,
       sum(coalesce(o.refunded_amount, 0))::DECIMAL(18, 2) AS refunded_amount, count(*) FILTER (o.leads) AS entries,
       count(*) FILTER (o.leads AND o.order_id IS NOT NULL) AS orders,
       count(*) FILTER (o.leads AND o.order_id = f.order_id) AS new_buyers
FROM line o LEFT JOIN temp.first_order f USING (buyer_id)
LEFT JOIN promo_channel p ON p.code = upper(trim(o.promo_code))
GROUP BY ALL
