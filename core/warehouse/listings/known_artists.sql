-- Every artist by the ids and the name it is known by; is_apart: a tribute band or an act that only may be somebody.
SELECT artist_id, name, lower(trim(mbid)) AS mbid, spotify_artist_id, is_apart
FROM artist LEFT JOIN (SELECT DISTINCT artist_id, true AS is_apart FROM attraction
                       WHERE matched_by IN ('tribute', 'ambiguous')) USING (artist_id)
ORDER BY artist_id
