-- Listings of $source that are still listed, with the venue, acts and words of the source, after id $after, by id.
SELECT e.source_event_id, e.name, e.local_date, e.local_time, e.timezone, e.status, l.venue_name, l.venue_city,
       l.venue_country, l.attraction_names, e.genre, e.price_min, e.price_max, e.currency, e.url
FROM event e LEFT JOIN listing l ON l.event_id = e.event_id
WHERE e.source = $source AND e.gone_at IS NULL AND e.source_event_id > $after
ORDER BY e.source_event_id
