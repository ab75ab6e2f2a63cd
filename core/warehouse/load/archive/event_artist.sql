-- The orchestra or ensemble whose archive it is.
SELECT s.row, s.event_id, a.artist_id, 'headliner' AS billing, 0 AS position
FROM staged s JOIN artist_map a ON a.spelling = s.artist AND a.given IS NULL
