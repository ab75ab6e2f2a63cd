-- Dates held at a venue; without an artist the hold is only a place in the line.
SELECT s.row, v.venue_id, s.local_date, s.hold_level, a.artist_id, s.placed_at, s.challenged_at, s.respond_by,
       s.outcome
FROM staged s
JOIN venue_map v ON v.spelling = s.venue AND v.given IS NULL AND v.city IS NULL AND v.region IS NULL
    AND v.country IS NULL
LEFT JOIN artist_map a ON a.spelling = s.artist AND a.given IS NULL
