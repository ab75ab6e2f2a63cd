-- Sales that came before their ticket type, in another spelling of its name, are of that type; not where sales of a show are
-- stored in both, as two of them could then be one row said twice.
UPDATE order_line SET ticket_type = known.name FROM (
    SELECT s.concert_id, min(s.ticket_type) AS written, min(t.name) AS name
    FROM (SELECT DISTINCT concert_id, ticket_type FROM order_line) s
    JOIN ticket_type t ON t.concert_id = s.concert_id AND folded(t.name) = folded(s.ticket_type)
    GROUP BY s.concert_id, folded(s.ticket_type)
    HAVING count(DISTINCT s.ticket_type) = 1 AND NOT bool_or(t.name = s.ticket_type)) AS known
WHERE order_line.concert_id = known.concert_id AND order_line.ticket_type = known.written
