-- Words that describe an artist.
SELECT s.row, a.artist_id, s.tag, s.weight
FROM staged s
JOIN artist_map a ON a.spelling IS NOT DISTINCT FROM s.artist AND a.given IS NOT DISTINCT FROM s.artist_id
