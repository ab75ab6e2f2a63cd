-- Who our artists are at Spotify by a person's decisions (table decided: source_id, a Spotify id; artist_id, NULL
-- where it is nobody of ours); who was looked up otherwise is due again.
UPDATE artist SET spotify_artist_id = NULL FROM decided d
WHERE artist.spotify_artist_id = d.source_id AND artist.artist_id IS DISTINCT FROM d.artist_id;
UPDATE artist SET spotify_artist_id = d.source_id FROM decided d
WHERE artist.artist_id = d.artist_id AND artist.spotify_artist_id IS DISTINCT FROM d.source_id;
DELETE FROM artist_lookup
WHERE source = 'spotify' AND EXISTS (
    FROM decided d
    WHERE d.source_id = artist_lookup.source_artist_id AND artist_lookup.artist_id IS DISTINCT FROM d.artist_id
       OR d.source_id IS DISTINCT FROM artist_lookup.source_artist_id AND artist_lookup.artist_id = d.artist_id
       OR d.artist_id IS NULL AND list_contains(artist_lookup.candidate_ids, d.source_id))
