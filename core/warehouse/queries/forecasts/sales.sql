-- Daily sales of every show (tickets as sold), all channels together. $concert_ids: of these shows; NULL: of all.
SELECT concert_id, date, sum(tickets_sold)::BIGINT AS tickets FROM event_day
WHERE chosen($concert_ids::VARCHAR[], concert_id)
GROUP BY concert_id, date ORDER BY concert_id, date
