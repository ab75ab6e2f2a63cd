-- The dates of $artist_id from today on, whoever promotes them.
SELECT event_id, local_date, venue_id, venue, city, country, latitude, longitude, is_ours
FROM touring, published p
WHERE artist_id = $artist_id::VARCHAR AND is_on AND local_date >= p.today
ORDER BY local_date, event_id
