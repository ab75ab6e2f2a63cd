-- Our shows as the forecast sees them: what was known of each before its sale began (avg_price = mean face value).
-- $concert_ids: only these; NULL: all. is_festival is read off the billing or the name under which the show is sold.
SELECT c.concert_id, c.local_date, c.onsale_date, c.genre, c.market, c.venue, c.artist, c.sellable,
       c.face_value::DOUBLE AS avg_price, c.phase IN ('cancelled', 'postponed') AS cancelled, c.status = 'hold' AS is_hold,
       c.country, c.region,
       f.event_id IS NOT NULL OR coalesce(regexp_matches(lower(c.artist), '\bfest(ival)?\b'), false) AS is_festival
FROM concert c
LEFT JOIN (SELECT DISTINCT event_id FROM event_artist WHERE billing = 'festival') f ON f.event_id = c.event_id
WHERE chosen($concert_ids::VARCHAR[], c.concert_id)
ORDER BY c.local_date, c.concert_id
