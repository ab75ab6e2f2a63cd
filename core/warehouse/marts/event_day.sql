-- Daily sales of each show by channel: tickets and gross as sold (refunds apart), in the show's currency.
-- channel NULL = sold without a known channel; days_out = days from the day of sale to the show.
SELECT s.concert_id, s.date, date_diff('day', s.date, c.local_date) AS days_out, s.channel,
       sum(s.tickets)::BIGINT AS tickets_sold, sum(s.gross)::DECIMAL(18, 2) AS gross, sum(s.refunded)::BIGINT AS refunded,
       sum(s.refunded_amount)::DECIMAL(18, 2) AS refunded_amount, sum(s.orders)::BIGINT AS orders
FROM temp.sale s JOIN warehouse.concert c USING (concert_id)
GROUP BY s.concert_id, s.date, c.local_date, s.channel
ORDER BY s.concert_id, s.date, s.channel
