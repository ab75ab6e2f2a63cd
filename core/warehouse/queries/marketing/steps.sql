-- How many orders went from one touch to the next, by window (days) and currency; (start) and (sold) are the ends.
SELECT c.currency, t.window_days, t.step_from, t.step_to, sum(t.orders)::BIGINT AS orders
FROM path_step t JOIN concert c USING (concert_id)
WHERE chosen($markets::VARCHAR[], c.market) AND chosen($venues::VARCHAR[], c.venue)
  AND chosen($genres::VARCHAR[], c.genre) AND within($date_from::DATE, $date_to::DATE, c.local_date)
  AND ($show::VARCHAR IS NULL OR t.concert_id = $show)
  AND ($window_days::INTEGER IS NULL OR t.window_days = $window_days)
GROUP BY c.currency, t.window_days, t.step_from, t.step_to ORDER BY ALL
