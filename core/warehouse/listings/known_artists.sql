-- Every artist by the ids and names it is known by.
SELECT artist_id, name, lower(trim(mbid)) AS mbid, spotify_artist_id, tm_attraction_id FROM artist ORDER BY artist_id
