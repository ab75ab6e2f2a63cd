-- What each show has sold: tickets and gross as sold, refunds in columns of their own.
-- sell_through = tickets_sold / sellable; avg_ticket_price = gross / tickets_sold (money a ticket).
SELECT c.concert_id, coalesce(d.tickets_sold, 0)::BIGINT AS tickets_sold, coalesce(d.refunded, 0)::BIGINT AS refunded,
       coalesce(d.gross, 0)::DECIMAL(18, 2) AS gross, coalesce(d.refunded_amount, 0)::DECIMAL(18, 2) AS refunded_amount,
       c.sellable, d.tickets_sold / nullif(c.sellable, 0)::DOUBLE AS sell_through,
       (d.gross / nullif(d.tickets_sold, 0))::DECIMAL(18, 2) AS avg_ticket_price,
       c.currency, d.first_sold_on, d.last_sold_on
FROM snapshot.concert c
LEFT JOIN (
    SELECT concert_id, sum(tickets_sold) AS tickets_sold, sum(refunded) AS refunded, sum(gross) AS gross,
           sum(refunded_amount) AS refunded_amount, min(date) AS first_sold_on, max(date) AS last_sold_on
    FROM snapshot.event_day GROUP BY concert_id
) d USING (concert_id)
ORDER BY c.concert_id
