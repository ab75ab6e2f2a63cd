-- Where one artist is heard more than elsewhere: index 1 = as everywhere, shrunken towards 1; lo and hi: its 80 % range.
SELECT m.name AS market, o.metric, o.value, o.expected, o.index, o.lo, o.hi, o.as_of
FROM artist_over_index o JOIN market m USING (market_id)
WHERE o.artist_id = $artist_id ORDER BY o.index DESC, m.name
