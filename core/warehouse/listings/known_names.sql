-- Other spellings of artists' names.
SELECT name, artist_id FROM artist_alias WHERE name IS NOT NULL ORDER BY artist_id, name
