-- Who plays: the headliner first, then the support acts in their order; each artist once a show.
WITH acts AS (
    SELECT s.row, s.concert_id AS event_id, a.artist_id, 0 AS position
    FROM staged s
    JOIN artist_map a ON a.spelling IS NOT DISTINCT FROM s.artist AND a.given IS NOT DISTINCT FROM s.artist_id
    UNION ALL
    SELECT s.row, s.concert_id, a.artist_id, u.position
    FROM (SELECT row, concert_id, unnest(support) AS act, generate_subscripts(support, 1) AS position FROM staged) u
    JOIN staged s USING (row)
    JOIN artist_map a ON a.spelling = u.act AND a.given IS NULL)
SELECT min(row) AS row, event_id, artist_id, CASE min(position) WHEN 0 THEN 'headliner' ELSE 'support' END AS billing,
       min(position)::INTEGER AS position
FROM acts GROUP BY event_id, artist_id
