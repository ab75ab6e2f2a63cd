-- What each price level of each show has sold (tickets; gross in the show's currency, before refunds).
SELECT concert_id, ticket_type, sum(qty)::BIGINT AS sold, sum(coalesce(refunded_qty, 0))::BIGINT AS refunded,
       sum(gross)::DECIMAL(18, 2) AS gross, sum(coalesce(refunded_amount, 0))::DECIMAL(18, 2) AS refunded_amount
FROM warehouse.order_line GROUP BY concert_id, ticket_type ORDER BY concert_id, ticket_type
