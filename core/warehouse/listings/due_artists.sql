-- Artists to look up at $source: not looked up since $since (date), the ones with shows ahead first, then the longest
-- waiting. Left out are acts that only may be somebody and tribute bands: their names are not theirs alone.
SELECT a.artist_id, a.name, lower(trim(a.mbid)) AS mbid, a.spotify_artist_id
FROM artist a
LEFT JOIN artist_lookup l ON l.artist_id = a.artist_id AND l.source = $source
LEFT JOIN (SELECT DISTINCT artist_id FROM event_artist JOIN event USING (event_id)
           WHERE local_date >= $since) ahead ON ahead.artist_id = a.artist_id
WHERE (l.looked_up_on IS NULL OR l.looked_up_on < $since)
  AND NOT EXISTS (FROM attraction t WHERE t.artist_id = a.artist_id AND t.matched_by IN ('tribute', 'ambiguous'))
ORDER BY ahead.artist_id IS NULL, l.looked_up_on NULLS FIRST, a.artist_id
