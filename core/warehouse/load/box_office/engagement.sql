-- What others report: one engagement of one or more shows.
SELECT s.row, s.engagement_id, a.artist_id, v.venue_id, s.first_date, s.last_date, s.shows, s.gross, s.currency,
       s.tickets_sold, s.capacity, s.sell_through
FROM staged s
JOIN artist_map a ON a.spelling = s.artist AND a.given IS NULL
LEFT JOIN venue_map v ON v.spelling = s.venue AND v.given IS NULL AND v.city IS NOT DISTINCT FROM s.city
    AND v.region IS NOT DISTINCT FROM s.region AND v.country IS NOT DISTINCT FROM s.country
