-- What is on: ours and others' shows with their sale windows (UTC), capacity (people), prices where known and holidays,
-- soonest first, at most $most. From today on unless dates are chosen.
WITH sale AS (
    SELECT event_id, min(starts_at) AS presale_from, max(ends_at) AS presale_to, count(*) AS presales
    FROM presale GROUP BY event_id
)
SELECT e.event_id, c.concert_id, e.local_date, e.local_time, e.name, e.artist, e.venue, e.city, e.region, e.country, e.market,
       e.genre, coalesce(c.phase, e.status) AS status, e.is_ours, e.venue_capacity, e.announce_at,
       coalesce(e.onsale_at, c.onsale_date) AS onsale_at, s.presale_from, s.presale_to, s.presales, e.price_min, e.price_max,
       e.currency, e.url, coalesce(h.name, n.name) AS holiday, e.located_by, e.location_doubt
FROM event e
LEFT JOIN concert c ON c.event_id = e.event_id
LEFT JOIN sale s ON s.event_id = e.event_id
LEFT JOIN holiday h ON h.date = e.local_date AND h.country = e.country AND h.region = e.region
LEFT JOIN holiday n ON n.date = e.local_date AND n.country = e.country AND n.region IS NULL AND e.region IS NULL,
published p
WHERE e.is_show AND e.gone_at IS NULL AND e.local_date IS NOT NULL
  AND chosen($markets::VARCHAR[], e.market) AND chosen($venues::VARCHAR[], e.venue)
  AND chosen($genres::VARCHAR[], e.genre)
  AND within(coalesce($date_from::DATE, CASE WHEN $date_to::DATE IS NULL THEN p.today END), $date_to::DATE, e.local_date)
ORDER BY e.local_date, NOT e.is_ours, e.venue_capacity DESC NULLS LAST, e.event_id LIMIT $most
