-- One row a listing, ours or another's; is_show is false for extra listings (parking, VIP, resale mirror).
SELECT e.event_id, e.source, e.source_event_id, e.name, e.local_date, e.local_time, e.starts_at, e.date_tba,
       coalesce(e.timezone, v.timezone) AS timezone, e.status, e.genre,
       e.venue_source_id, e.attraction_source_ids, e.price_min, e.price_max, e.currency, e.announce_at, e.onsale_at,
       e.url, coalesce(e.is_show, true) AS is_show, coalesce(e.is_ours, false) AS is_ours,
       e.first_seen_at, e.last_seen_at, e.gone_at,
       e.venue_id, v.name AS venue, v.city, v.region, v.country, v.latitude, v.longitude, v.located_by, v.location_doubt,
       v.market_id, v.market,
       coalesce(e.venue_capacity, v.venue_capacity) AS venue_capacity, a.artist_id, a.name AS artist
FROM warehouse.event e
LEFT JOIN snapshot.venue v ON v.venue_id = e.venue_id
LEFT JOIN (SELECT event_id, arg_min(artist_id, coalesce(position, 0)) AS artist_id
           FROM warehouse.event_artist GROUP BY event_id) h ON h.event_id = e.event_id
LEFT JOIN warehouse.artist a ON a.artist_id = h.artist_id
ORDER BY e.local_date, e.event_id
