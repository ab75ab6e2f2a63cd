-- Venues an artist can be booked into, ours first, then those with most dates (people; ours = our shows there,
-- dates = listed dates there).
SELECT v.venue_id, v.name AS venue, v.city, v.region, v.country, v.market, v.latitude, v.longitude, v.venue_capacity,
       coalesce(c.ours, 0) AS ours, coalesce(e.dates, 0) AS dates
FROM venue v
LEFT JOIN (SELECT venue_id, count(*) AS ours FROM concert GROUP BY venue_id) c USING (venue_id)
LEFT JOIN (SELECT venue_id, count(*) AS dates FROM event GROUP BY venue_id) e USING (venue_id)
ORDER BY c.ours IS NULL, CASE WHEN c.ours IS NULL THEN -coalesce(e.dates, 0) END, v.city, v.name, v.venue_id
