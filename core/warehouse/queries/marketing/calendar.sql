-- What goes out about our shows and when, from $ahead days back to $ahead days on: announce, presale, on-sale, show, mailings.
WITH days AS (
    SELECT concert_id, announce_date AS date, 'announce' AS what, NULL AS detail FROM concert WHERE announce_date IS NOT NULL
    UNION ALL SELECT concert_id, onsale_date, 'on sale', NULL FROM concert WHERE onsale_date IS NOT NULL
    UNION ALL SELECT c.concert_id, p.starts_at::DATE, 'presale', p.name FROM presale p JOIN concert c USING (event_id)
    UNION ALL SELECT concert_id, local_date, 'show', NULL FROM concert
    UNION ALL SELECT concert_id, sent_on, channel, sum(sends) || ' sent' FROM message WHERE concert_id IS NOT NULL
              GROUP BY concert_id, sent_on, channel
)
SELECT d.date, d.what, d.detail, c.concert_id, c.artist, c.venue, c.city, c.local_date
FROM days d JOIN concert c USING (concert_id), published p
WHERE chosen($markets::VARCHAR[], c.market) AND chosen($venues::VARCHAR[], c.venue)
  AND chosen($genres::VARCHAR[], c.genre) AND within($date_from::DATE, $date_to::DATE, c.local_date)
  AND d.date BETWEEN p.today - $ahead::INTEGER AND p.today + $ahead::INTEGER AND c.phase NOT IN ('cancelled', 'postponed')
ORDER BY d.date, d.what, c.artist, c.concert_id
