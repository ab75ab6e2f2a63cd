-- Every artist with its genre.
SELECT artist_id, name AS artist, genre FROM artist ORDER BY artist_id
