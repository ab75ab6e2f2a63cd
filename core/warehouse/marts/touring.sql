-- Where artists have played or will: one row an artist and listing, with our own result where it was ours.
SELECT ea.artist_id, a.name AS artist, ea.billing, e.event_id, e.local_date, e.status, e.is_ours, e.source, e.venue,
       e.city, e.region, e.country, e.latitude, e.longitude, e.market_id, e.market, e.venue_capacity, e.venue_id,
       e.location_doubt IS NOT NULL AS is_doubtful, snapshot.competes(e.status, e.is_show, e.gone_at) AS is_on, c.concert_id,
       CASE WHEN c.phase = 'played' OR t.tickets_sold > 0 THEN t.tickets_sold END AS tickets_sold, t.sellable,
       t.sell_through, t.gross, t.currency
FROM warehouse.event_artist ea
JOIN warehouse.artist a ON a.artist_id = ea.artist_id
JOIN snapshot.event e ON e.event_id = ea.event_id
LEFT JOIN snapshot.concert c ON c.event_id = ea.event_id
LEFT JOIN snapshot.event_total t ON t.concert_id = c.concert_id
ORDER BY ea.artist_id, e.local_date
