-- Our shows; a show that was played is in settlement until it is settled.
SELECT s.row, s.concert_id, s.concert_id AS event_id, a.artist_id, v.venue_id, s.genre, s.local_date,
       s.announce_date, s.onsale_date, s.status,
       CASE WHEN s.status = 'played' THEN 'in_settlement' WHEN s.status = 'postponed' THEN 'confirmed'
            ELSE coalesce(s.status, 'confirmed') END AS deal_status,
       s.configured_capacity, s.marketing_holdout
FROM staged s
JOIN artist_map a ON a.spelling IS NOT DISTINCT FROM s.artist AND a.given IS NOT DISTINCT FROM s.artist_id
JOIN venue_map v ON v.spelling = s.venue AND v.given IS NOT DISTINCT FROM s.venue_id AND v.city = s.city
    AND v.region IS NOT DISTINCT FROM s.region AND v.country = s.country
