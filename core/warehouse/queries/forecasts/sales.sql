-- Daily sales of every show (tickets as sold), all channels together.
SELECT concert_id, date, sum(tickets_sold)::BIGINT AS tickets FROM event_day
GROUP BY concert_id, date ORDER BY concert_id, date
