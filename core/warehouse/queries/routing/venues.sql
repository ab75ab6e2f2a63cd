-- Venues a tour can stop at: those with a place and a capacity (people); ours = our shows there.
SELECT v.venue_id, v.name AS venue, v.city, v.country, v.market, v.latitude, v.longitude, v.venue_capacity,
       v.location_doubt IS NOT NULL AS is_doubtful, coalesce(c.ours, 0) AS ours
FROM venue v LEFT JOIN (SELECT venue_id, count(*) AS ours FROM concert GROUP BY venue_id) c USING (venue_id)
WHERE v.latitude IS NOT NULL AND v.longitude IS NOT NULL
ORDER BY v.venue_id
