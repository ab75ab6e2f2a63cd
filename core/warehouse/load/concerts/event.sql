-- The public listing of each of our shows, under the show's own id.
SELECT s.row, s.concert_id AS event_id, 'concerts' AS source, s.concert_id AS source_event_id, a.name AS name,
       v.venue_id, s.local_date, false AS date_tba,
       CASE WHEN s.status IN ('cancelled', 'postponed') THEN s.status
            WHEN s.status IN ('played', 'in_settlement', 'settled', 'hold') THEN 'offsale'
            ELSE 'onsale' END AS status,
       s.genre, s.announce_date::TIMESTAMP AS announce_at, s.onsale_date::TIMESTAMP AS onsale_at,
       true AS is_show, true AS is_ours
FROM staged s
JOIN artist_map a ON a.spelling IS NOT DISTINCT FROM s.artist AND a.given IS NOT DISTINCT FROM s.artist_id
JOIN venue_map v ON v.spelling = s.venue AND v.given IS NOT DISTINCT FROM s.venue_id AND v.city = s.city
    AND v.region IS NOT DISTINCT FROM s.region AND v.country = s.country
