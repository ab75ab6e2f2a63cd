-- One performance of a program, under the name of who played it; the venue is not always known.
SELECT s.row, s.event_id, 'archive' AS source, s.program AS source_event_id, a.name AS name, v.venue_id,
       s.local_date, s.local_time, false AS date_tba, 'offsale' AS status, true AS is_show, false AS is_ours
FROM staged s
JOIN artist_map a ON a.spelling = s.artist AND a.given IS NULL
LEFT JOIN venue_map v ON v.spelling = s.venue AND v.given IS NULL AND v.city IS NOT DISTINCT FROM s.city
    AND v.region IS NOT DISTINCT FROM s.region AND v.country IS NOT DISTINCT FROM s.country
