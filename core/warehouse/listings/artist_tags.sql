-- Add the tags of table tagged (artist_id, tag, weight) that an artist does not have yet.
INSERT INTO artist_tag BY NAME
SELECT t.artist_id, t.tag, t.weight FROM tagged t
WHERE NOT EXISTS (FROM artist_tag a WHERE a.artist_id = t.artist_id AND a.tag = t.tag)
