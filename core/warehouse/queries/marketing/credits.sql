-- What each additive model credits each channel with, by window (days) and currency: tickets, gross (money), new buyers.
SELECT c.currency, t.window_days, t.model, t.channel, sum(t.tickets)::DOUBLE AS tickets, sum(t.gross)::DOUBLE AS gross,
       sum(t.new_buyers)::DOUBLE AS new_buyers
FROM credit t JOIN concert c USING (concert_id)
WHERE chosen($markets::VARCHAR[], c.market) AND chosen($venues::VARCHAR[], c.venue)
  AND chosen($genres::VARCHAR[], c.genre) AND within($date_from::DATE, $date_to::DATE, c.local_date)
  AND ($show::VARCHAR IS NULL OR t.concert_id = $show)
  AND ($window_days::INTEGER IS NULL OR t.window_days = $window_days)
  AND ($model::VARCHAR IS NULL OR t.model = $model)
GROUP BY c.currency, t.window_days, t.model, t.channel ORDER BY c.currency, t.window_days, t.model, t.channel
