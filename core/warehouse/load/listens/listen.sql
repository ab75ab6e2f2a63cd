-- How often a listener played an artist.
SELECT s.row, s.listener_id AS user_id, a.artist_id, s.plays
FROM staged s
JOIN artist_map a ON a.spelling IS NOT DISTINCT FROM s.artist AND a.given IS NOT DISTINCT FROM s.artist_id
