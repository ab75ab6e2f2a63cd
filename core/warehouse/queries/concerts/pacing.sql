-- Cumulative tickets of one show, or of each where $concert_id is NULL, by days out (tickets), with the day's sales.
SELECT days_out, tickets_sold, tickets_sold_day, concert_id
FROM pacing WHERE $concert_id::VARCHAR IS NULL OR concert_id = $concert_id
ORDER BY concert_id, days_out DESC
