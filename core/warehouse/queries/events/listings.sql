-- Listed shows that match the filters, soonest first, at most 1,000: ours and others' (venue_capacity in people).
SELECT e.event_id, e.local_date, e.name, e.artist, e.venue, e.city, e.market, e.genre, e.status, e.venue_capacity,
       e.is_ours, e.source, e.latitude, e.longitude, e.price_min, e.price_max, e.currency, e.onsale_at
FROM event e, published p
WHERE e.is_show AND e.gone_at IS NULL
  AND chosen($markets::VARCHAR[], e.market) AND chosen($venues::VARCHAR[], e.venue)
  AND chosen($genres::VARCHAR[], e.genre)
  AND within(coalesce($date_from::DATE, CASE WHEN $date_to::DATE IS NULL THEN p.today END), $date_to::DATE, e.local_date)
ORDER BY e.local_date, e.event_id LIMIT 1000
