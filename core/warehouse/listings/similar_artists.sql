-- Replace whom $method says the artists of table asked resemble (table alike: one row a pair).
DELETE FROM similar_artist WHERE method = $method AND artist_id IN (SELECT artist_id FROM asked);
INSERT INTO similar_artist BY NAME SELECT * FROM alike
