-- Artists whose name or alias holds a text (case and accents aside), names that begin with it first, then most dates.
SELECT a.artist_id, a.name AS artist, a.genre, a.listeners, a.listed_dates
FROM artist a
WHERE contains(lower(strip_accents(a.name)), lower(strip_accents(trim($text))))
   OR a.artist_id IN (SELECT s.artist_id FROM artist_alias s
                      WHERE contains(lower(strip_accents(s.name)), lower(strip_accents(trim($text)))))
ORDER BY starts_with(lower(strip_accents(a.name)), lower(strip_accents(trim($text)))) DESC, a.listed_dates DESC NULLS LAST,
         a.listeners DESC NULLS LAST, a.name
LIMIT $limit
