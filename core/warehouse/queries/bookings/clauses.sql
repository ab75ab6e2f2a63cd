-- Radius clauses in force: artist, our show, and from when to when nothing may be played within so many miles of it.
SELECT c.artist_id, c.concert_id, c.venue, c.city, c.country, c.latitude, c.longitude, c.local_date, d.radius_miles,
       c.local_date - coalesce(d.radius_days_before, 0) AS starts_on,
       c.local_date + coalesce(d.radius_days_after, 0) AS ends_on
FROM deal d JOIN concert c USING (concert_id)
WHERE d.radius_miles IS NOT NULL AND c.phase NOT IN ('cancelled', 'postponed')
ORDER BY c.local_date, c.concert_id
