-- What each channel brought to each show (tickets), and what was spent after the last ticket went (money).
SELECT r.concert_id, c.artist, c.city, c.local_date, c.currency, r.channel, r.spend, r.wasted, r.generated, r.incremental
FROM response_show r JOIN concert c USING (concert_id)
WHERE chosen($markets::VARCHAR[], c.market) AND chosen($venues::VARCHAR[], c.venue)
  AND chosen($genres::VARCHAR[], c.genre) AND within($date_from::DATE, $date_to::DATE, c.local_date)
ORDER BY r.wasted DESC, r.spend DESC, r.concert_id, r.channel
