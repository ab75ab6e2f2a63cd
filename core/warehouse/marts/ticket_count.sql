-- The ticket count of each show by price level: tickets sold (refunded ones apart), open, comps and kills; money in the
-- show's currency, before refunds.
WITH sold AS (
    SELECT concert_id, ticket_type, sum(qty)::BIGINT AS tickets, sum(coalesce(refunded_qty, 0))::BIGINT AS refunded,
           sum(gross)::DECIMAL(18, 2) AS gross, sum(coalesce(refunded_amount, 0))::DECIMAL(18, 2) AS refunded_amount
    FROM warehouse.order_line GROUP BY concert_id, ticket_type
)
SELECT tt.concert_id, tt.name AS level, tt.face_value, tt.allotment, coalesce(s.tickets, 0) AS tickets_sold,
       greatest(tt.allotment - coalesce(tt.comps, 0) - coalesce(tt.kills, 0) - coalesce(s.tickets, 0)
                + coalesce(s.refunded, 0), 0) AS open,
       tt.comps, tt.kills, coalesce(s.refunded, 0) AS refunded, coalesce(s.gross, 0)::DECIMAL(18, 2) AS gross,
       coalesce(s.refunded_amount, 0)::DECIMAL(18, 2) AS refunded_amount, tt.currency
FROM snapshot.ticket_type tt LEFT JOIN sold s ON s.concert_id = tt.concert_id AND s.ticket_type = tt.name
ORDER BY tt.concert_id, tt.face_value, tt.name
