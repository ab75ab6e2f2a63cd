-- Who played: an artist named on several rows of one night stands where it stood highest on the bill.
WITH acts AS (
    SELECT row, event_id, unnest(acts) AS act, first_position + generate_subscripts(acts, 1) - 1 AS place FROM staged)
SELECT c.row, c.event_id, a.artist_id,
       CASE min(c.place) OVER bill WHEN 0 THEN 'headliner' WHEN 1 THEN 'direct_support' ELSE 'support' END AS billing,
       (min(c.place) OVER bill)::INTEGER AS position
FROM acts c JOIN artist_map a ON a.spelling = c.act AND a.given IS NULL
WINDOW bill AS (PARTITION BY c.event_id, a.artist_id)
