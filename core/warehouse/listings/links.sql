-- Replace the links that $source gives for the artists of table asked by those of table linked.
DELETE FROM artist_link WHERE source = $source AND artist_id IN (SELECT artist_id FROM asked);
INSERT INTO artist_link BY NAME SELECT * FROM linked
