-- Sales that came before their ticket type, in another spelling of its name, are of that type.
UPDATE order_line SET ticket_type = known.name FROM (
    SELECT s.concert_id, s.ticket_type, min(t.name) AS name
    FROM (SELECT DISTINCT concert_id, ticket_type FROM order_line) s
    JOIN ticket_type t ON t.concert_id = s.concert_id
        AND lower(strip_accents(trim(regexp_replace(t.name, '\s+', ' ', 'g'))))
          = lower(strip_accents(trim(regexp_replace(s.ticket_type, '\s+', ' ', 'g'))))
    GROUP BY s.concert_id, s.ticket_type HAVING NOT bool_or(t.name = s.ticket_type)) AS known
WHERE order_line.concert_id = known.concert_id AND order_line.ticket_type = known.ticket_type
