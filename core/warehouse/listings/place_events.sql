-- Point the listings of $source to our venues.
UPDATE event SET venue_id = v.venue_id
FROM source_venue v
WHERE v.source = $source AND event.source = $source AND event.venue_source_id = v.venue_source_id
  AND event.venue_id IS DISTINCT FROM v.venue_id
