-- Who plays at each listing of $source, in the order the source names them: the first is the headliner.
DELETE FROM event_artist WHERE event_id IN (SELECT event_id FROM event WHERE source = $source);
INSERT INTO event_artist BY NAME
SELECT named.event_id, a.artist_id, CASE WHEN min(named.position) = 1 THEN 'headliner' ELSE 'support' END AS billing,
       min(named.position)::INTEGER AS position
FROM (SELECT event_id, unnest(attraction_keys) AS key, generate_subscripts(attraction_keys, 1) AS position
      FROM listing) named
JOIN attraction a ON a.source = $source AND a.attraction_source_id = named.key
WHERE a.artist_id IS NOT NULL
GROUP BY named.event_id, a.artist_id
ORDER BY named.event_id, position
