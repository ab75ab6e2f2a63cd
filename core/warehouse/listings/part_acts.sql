-- Take back the ids that our artists learned from acts of $source matched by name, where a person has decided
-- otherwise (table decided: source_id, artist_id or NULL).
UPDATE artist SET
    mbid = nullif(artist.mbid, t.mbid), spotify_artist_id = nullif(artist.spotify_artist_id, t.spotify_artist_id),
    tm_attraction_id = nullif(artist.tm_attraction_id, t.attraction_source_id)
FROM attraction t JOIN decided d ON d.source_id = t.attraction_source_id
WHERE t.source = $source AND t.matched_by = 'name' AND t.artist_id = artist.artist_id
  AND t.artist_id IS DISTINCT FROM d.artist_id
