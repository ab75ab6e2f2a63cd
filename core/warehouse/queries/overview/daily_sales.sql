-- Tickets sold a day over the last 28 days and today, of all shows that match the filters (tickets).
SELECT day.date, coalesce(sum(d.tickets_sold), 0)::BIGINT AS tickets_sold, day.date = max(day.date) OVER () AS partial_day
FROM (SELECT unnest(generate_series(p.today - 28, p.today, INTERVAL 1 DAY))::DATE AS date FROM published p) day
LEFT JOIN (
    SELECT d.date, d.tickets_sold
    FROM event_day d JOIN concert c USING (concert_id), published p
    WHERE d.date >= p.today - 28
      AND chosen($markets::VARCHAR[], c.market) AND chosen($venues::VARCHAR[], c.venue)
      AND chosen($genres::VARCHAR[], c.genre) AND within($date_from::DATE, $date_to::DATE, c.local_date)
) d USING (date)
GROUP BY day.date ORDER BY day.date
