-- The radius clauses of our shows: within so many miles, from so many days before to so many after; NULL: no clause.
SELECT c.concert_id, c.artist, c.venue_id, c.local_date, d.radius_miles, d.radius_days_before, d.radius_days_after
FROM concert c LEFT JOIN deal d USING (concert_id) ORDER BY c.concert_id
