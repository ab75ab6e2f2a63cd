-- Daily sales of each show by channel: tickets and gross as sold (refunds apart), in the show's currency.
-- channel NULL = sold without a known channel; days_out = days from the day of sale to the show.
SELECT o.concert_id, o.sold_on AS date, date_diff('day', o.sold_on, c.local_date) AS days_out, o.channel,
       sum(o.qty)::BIGINT AS tickets_sold, sum(o.gross)::DECIMAL(18, 2) AS gross,
       sum(coalesce(o.refunded_qty, 0))::BIGINT AS refunded,
       sum(coalesce(o.refunded_amount, 0))::DECIMAL(18, 2) AS refunded_amount,
       count(DISTINCT o.order_id) AS orders
FROM warehouse.order_line o JOIN warehouse.concert c USING (concert_id)
GROUP BY o.concert_id, o.sold_on, c.local_date, o.channel
ORDER BY o.concert_id, o.sold_on, o.channel
