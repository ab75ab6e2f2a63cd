-- The artists of a name or alias ($artist): case, accents and blanks do not count.
SELECT DISTINCT artist_id FROM artist_alias
WHERE name_key = lower(strip_accents(trim(regexp_replace($artist::VARCHAR, '\s+', ' ', 'g')))) OR name = $artist::VARCHAR
ORDER BY artist_id
