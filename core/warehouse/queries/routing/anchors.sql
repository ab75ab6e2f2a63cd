-- The dates of $artist_id from today on, whoever promotes them.
SELECT e.event_id, e.local_date, e.venue_id, e.venue, e.city, e.country, e.latitude, e.longitude, e.is_ours
FROM event_artist ea JOIN event e USING (event_id), published p
WHERE ea.artist_id = $artist_id::VARCHAR AND competes(e.status, e.is_show, e.gone_at) AND e.local_date >= p.today
ORDER BY e.local_date, e.event_id
