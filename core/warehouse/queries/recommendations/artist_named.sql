-- The artists of one name or alias: case, accents and blanks do not count.
SELECT DISTINCT a.artist_id, a.name AS artist
FROM artist a LEFT JOIN artist_alias s USING (artist_id)
WHERE lower(strip_accents(trim(regexp_replace($artist, '\s+', ' ', 'g'))))
      IN (lower(strip_accents(a.name)), lower(strip_accents(s.name)))
ORDER BY a.artist_id
