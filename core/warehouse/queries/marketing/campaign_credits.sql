-- What a model and window credit each campaign with (tickets; gross in the show's currency; new buyers).
SELECT c.currency, t.channel, t.campaign, sum(t.tickets)::DOUBLE AS tickets, sum(t.gross)::DOUBLE AS gross,
       sum(t.new_buyers)::DOUBLE AS new_buyers
FROM credit t JOIN concert c USING (concert_id)
WHERE chosen($markets::VARCHAR[], c.market) AND chosen($venues::VARCHAR[], c.venue)
  AND chosen($genres::VARCHAR[], c.genre) AND within($date_from::DATE, $date_to::DATE, c.local_date)
  AND t.model = $model AND t.window_days = $window_days
  AND ($show::VARCHAR IS NULL OR t.concert_id = $show) AND ($channel::VARCHAR IS NULL OR t.channel = $channel)
GROUP BY c.currency, t.channel, t.campaign ORDER BY c.currency, t.channel, t.campaign
