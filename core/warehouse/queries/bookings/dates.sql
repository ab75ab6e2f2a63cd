-- Every date an artist has played or will, whoever promotes it: one row an artist and listing (capacity in people).
SELECT DISTINCT ea.artist_id, e.event_id, e.venue_id, e.venue, e.city, e.country, e.latitude, e.longitude, e.local_date,
       e.venue_capacity, coalesce(e.is_ours, false) AS is_ours
FROM event_artist ea JOIN event e USING (event_id)
WHERE e.is_show AND e.gone_at IS NULL AND e.venue_id IS NOT NULL AND e.local_date IS NOT NULL
  AND coalesce(e.status, 'onsale') NOT IN ('cancelled', 'postponed')
ORDER BY e.local_date, e.event_id, ea.artist_id
