-- Past shows that could be compared with one show by hand, those of its artist, genre or market first, newest first.
-- sell_through = share of sellable sold in the end.
SELECT c.concert_id, c.artist, c.venue, c.city, c.local_date, t.sell_through
FROM concert c
JOIN event_total t USING (concert_id), concert me
WHERE me.concert_id = $concert_id AND c.concert_id <> me.concert_id AND c.phase = 'played' AND t.tickets_sold > 0
  AND c.local_date < me.local_date
ORDER BY coalesce(c.artist_id = me.artist_id, false) DESC,
         coalesce(c.genre = me.genre, false)::INTEGER + coalesce(c.market = me.market, false)::INTEGER DESC,
         c.local_date DESC, c.concert_id
LIMIT 200
