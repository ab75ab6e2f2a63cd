-- Artists like one artist, nearest first, our own method before others' (score: the method's own), as published.
SELECT s.other_artist_id AS artist_id, a.name AS artist, a.genre, a.listeners, s.method, s.score, s.as_of
FROM similar_artist s JOIN artist a ON a.artist_id = s.other_artist_id
WHERE s.artist_id = $artist_id
ORDER BY s.method <> 'listens and tags', s.method, s.score DESC, s.other_artist_id
LIMIT $limit
