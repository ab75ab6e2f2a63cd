-- Give our artists the ids and facts that sources know and we do not (table learned: one row an artist).
UPDATE artist SET
    mbid = coalesce(artist.mbid, l.mbid), spotify_artist_id = coalesce(artist.spotify_artist_id, l.spotify_artist_id),
    tm_attraction_id = coalesce(artist.tm_attraction_id, l.tm_attraction_id),
    genre = coalesce(artist.genre, l.genre), sub_genre = coalesce(artist.sub_genre, l.sub_genre),
    image_url = coalesce(artist.image_url, l.image_url)
FROM learned l
WHERE artist.artist_id = l.artist_id
  AND (artist.mbid IS NULL AND l.mbid IS NOT NULL
       OR artist.spotify_artist_id IS NULL AND l.spotify_artist_id IS NOT NULL
       OR artist.tm_attraction_id IS NULL AND l.tm_attraction_id IS NOT NULL
       OR artist.genre IS NULL AND l.genre IS NOT NULL OR artist.sub_genre IS NULL AND l.sub_genre IS NOT NULL
       OR artist.image_url IS NULL AND l.image_url IS NOT NULL)
