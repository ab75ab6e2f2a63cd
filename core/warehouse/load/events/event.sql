-- Competing and other listings: never ours.
SELECT s.row, s.event_id, 'events' AS source, s.event_id AS source_event_id, s.name, v.venue_id, s.local_date,
       false AS date_tba, coalesce(s.status, 'onsale') AS status, s.genre, s.venue_capacity,
       true AS is_show, false AS is_ours
FROM staged s
JOIN venue_map v ON v.spelling = s.venue AND v.given IS NULL AND v.city = s.city AND v.region IS NULL
    AND v.country = s.country
