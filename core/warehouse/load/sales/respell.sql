-- Ticket types written in another spelling of their name: the name that is on file, else in the sales stored, else above.
-- What the sales stored are called too stays, so that the same file twice changes nothing.
WITH written AS (SELECT concert_id, ticket_type, min(row) AS row FROM staged GROUP BY concert_id, ticket_type),
stored AS (SELECT DISTINCT concert_id, ticket_type FROM order_line),
known AS (
    SELECT concert_id, name, 1 AS rank, 0 AS row FROM ticket_type
    UNION ALL SELECT concert_id, ticket_type, 2, 0 FROM stored
    UNION ALL SELECT concert_id, ticket_type, 3, row FROM written
)
SELECT w.concert_id, w.ticket_type AS written, arg_min(k.name, (k.rank, k.row, k.name <> w.ticket_type, k.name)) AS name
FROM written w JOIN known k ON k.concert_id = w.concert_id AND folded(k.name) = folded(w.ticket_type)
WHERE (w.concert_id, w.ticket_type) NOT IN (FROM stored)
GROUP BY w.concert_id, w.ticket_type HAVING arg_min(k.name, (k.rank, k.row, k.name <> w.ticket_type, k.name)) <> w.ticket_type
