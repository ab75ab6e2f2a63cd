-- Date holds that match the filters, soonest deadline first: level (1 = first), challenge and respond-by (UTC), outcome.
SELECT h.local_date, v.name AS venue, v.city, v.market, h.hold_level, a.name AS artist, h.placed_at, h.challenged_at,
       h.respond_by, h.outcome
FROM date_hold h JOIN venue v USING (venue_id) LEFT JOIN artist a USING (artist_id), published p
WHERE h.local_date >= p.today
  AND chosen($markets::VARCHAR[], v.market) AND chosen($venues::VARCHAR[], v.name)
  AND within($date_from::DATE, $date_to::DATE, h.local_date)
ORDER BY h.outcome IS NOT NULL, h.respond_by NULLS LAST, h.local_date, v.name, h.hold_level
