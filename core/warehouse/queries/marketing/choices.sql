-- Where money can still go: shows on sale and channels, planned spend (money), tickets left, and the curve with its draws.
SELECT r.*, c.artist, c.city, c.local_date
FROM response_choice r JOIN concert c USING (concert_id)
WHERE chosen($markets::VARCHAR[], c.market) AND chosen($venues::VARCHAR[], c.venue)
  AND chosen($genres::VARCHAR[], c.genre) AND within($date_from::DATE, $date_to::DATE, c.local_date)
ORDER BY c.local_date, r.concert_id, r.channel
