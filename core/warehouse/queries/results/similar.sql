-- Artists like one artist, nearest first (score: the method's own), as published.
SELECT s.other_artist_id AS artist_id, a.name AS artist, a.genre, s.method, s.score, s.as_of
FROM similar_artist s LEFT JOIN artist a ON a.artist_id = s.other_artist_id
WHERE s.artist_id = $artist_id ORDER BY s.score DESC, s.other_artist_id
