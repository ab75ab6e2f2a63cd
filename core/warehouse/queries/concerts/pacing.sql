-- Cumulative tickets of one show by days out (tickets), with the day's sales.
SELECT days_out, tickets_sold, tickets_sold_day FROM pacing WHERE concert_id = $concert_id ORDER BY days_out DESC
