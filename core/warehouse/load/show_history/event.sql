-- A night at a venue; it keeps the name it was first given, that of who stands highest on its bill.
SELECT s.row, s.event_id, 'show_history' AS source, s.event_id AS source_event_id,
       coalesce(e.name, first_value(s.acts[1]) OVER night) AS name, v.venue_id, s.local_date, false AS date_tba,
       'offsale' AS status, true AS is_show, false AS is_ours,
       max(s.venue_capacity) OVER (PARTITION BY s.event_id) AS venue_capacity
FROM staged s
JOIN venue_map v ON v.spelling = s.venue AND v.given IS NULL AND v.city IS NOT DISTINCT FROM s.city
    AND v.region IS NOT DISTINCT FROM s.region AND v.country IS NOT DISTINCT FROM s.country
LEFT JOIN event e ON e.event_id = s.event_id
WINDOW night AS (PARTITION BY s.event_id ORDER BY s.first_position, s.row)
