-- Tickets and gross of every show and day, all channels together (gross in the show's currency).
SELECT concert_id, date, sum(tickets_sold)::BIGINT AS tickets, sum(gross)::DOUBLE AS gross
FROM event_day GROUP BY concert_id, date ORDER BY concert_id, date
