-- Ticket types written in another spelling of their name (case, accents, blanks): the name that is stored.
SELECT s.concert_id, s.ticket_type AS written, min(t.name) AS name
FROM (SELECT DISTINCT concert_id, ticket_type FROM staged) s
JOIN ticket_type t ON t.concert_id = s.concert_id
    AND lower(strip_accents(trim(regexp_replace(t.name, '\s+', ' ', 'g'))))
      = lower(strip_accents(trim(regexp_replace(s.ticket_type, '\s+', ' ', 'g'))))
GROUP BY s.concert_id, s.ticket_type HAVING NOT bool_or(t.name = s.ticket_type)
