-- How genres sell in our rooms: shows played, tickets, share of sellable sold with the middle 80 % of shows.
SELECT c.genre, count(*) AS shows, sum(t.tickets_sold)::BIGINT AS tickets_sold,
       sum(t.tickets_sold) / nullif(sum(t.sellable), 0)::DOUBLE AS sell_through,
       quantile_cont(t.sell_through, 0.1) AS lo, quantile_cont(t.sell_through, 0.9) AS hi
FROM concert c JOIN event_total t USING (concert_id)
WHERE c.phase = 'played' AND c.genre IS NOT NULL AND t.sell_through IS NOT NULL
  AND chosen($markets::VARCHAR[], c.market) AND chosen($venues::VARCHAR[], c.venue)
  AND chosen($genres::VARCHAR[], c.genre) AND within($date_from::DATE, $date_to::DATE, c.local_date)
GROUP BY c.genre ORDER BY sell_through DESC, c.genre
