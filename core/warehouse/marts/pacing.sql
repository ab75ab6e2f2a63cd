-- Cumulative tickets sold of each show by days out (tickets), one row a day with sales.
SELECT concert_id, days_out, sum(tickets_sold) AS tickets_sold_day,
       sum(sum(tickets_sold)) OVER (PARTITION BY concert_id ORDER BY days_out DESC)::BIGINT AS tickets_sold
FROM snapshot.event_day
GROUP BY concert_id, days_out
ORDER BY concert_id, days_out DESC
