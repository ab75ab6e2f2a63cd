-- Nights that can be settled together with one: same artist, currency, kind of deal and percentages; nearest dates first.
SELECT c.concert_id, c.artist, c.city, c.local_date
FROM concert c
JOIN deal d USING (concert_id)
JOIN settlement s USING (concert_id), concert me
JOIN deal mine ON mine.concert_id = me.concert_id
WHERE me.concert_id = $concert_id AND c.concert_id <> me.concert_id AND s.gross IS NOT NULL
  AND c.artist_id = me.artist_id AND c.currency = me.currency AND d.deal_type = mine.deal_type
  AND coalesce(d.basis, 'net') = coalesce(mine.basis, 'net') AND d.pct IS NOT DISTINCT FROM mine.pct
  AND coalesce(d.promoter_profit_pct, 0) = coalesce(mine.promoter_profit_pct, 0)
ORDER BY abs(date_diff('day', c.local_date, me.local_date)), c.concert_id
LIMIT 40
