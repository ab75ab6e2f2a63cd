-- What falls due in the next 7 days: on-sales, announces, hold challenges, settlements still open.
WITH due AS (
    SELECT c.onsale_date AS day, 'On-sale' AS what, c.concert_id FROM concert c WHERE c.phase <> 'cancelled'
    UNION ALL SELECT c.announce_date, 'Announce', c.concert_id FROM concert c WHERE c.phase <> 'cancelled'
    UNION ALL SELECT c.local_date + 7, 'Settlement due', c.concert_id FROM concert c
        WHERE c.deal_status = 'in_settlement'
),
hold AS (
    SELECT h.respond_by::DATE AS day, 'Hold challenge' AS what, v.name AS venue, v.city, v.market, h.local_date,
           h.hold_level
    FROM date_hold h JOIN venue v USING (venue_id) WHERE h.respond_by IS NOT NULL AND h.outcome IS NULL
)
SELECT d.day, d.what, c.artist || ', ' || c.city AS show, d.concert_id
FROM due d JOIN concert c USING (concert_id), published p
WHERE d.day BETWEEN p.today AND p.today + 7
  AND chosen($markets::VARCHAR[], c.market) AND chosen($venues::VARCHAR[], c.venue)
  AND chosen($genres::VARCHAR[], c.genre) AND within($date_from::DATE, $date_to::DATE, c.local_date)
UNION ALL
SELECT h.day, h.what, h.venue || ', ' || strftime(h.local_date, '%-d %b %Y') || ' (' || h.hold_level || 'H)', NULL
FROM hold h, published p
WHERE h.day BETWEEN p.today AND p.today + 7
  AND chosen($markets::VARCHAR[], h.market) AND chosen($venues::VARCHAR[], h.venue)
  AND within($date_from::DATE, $date_to::DATE, h.local_date)
ORDER BY 1, 2, 3
