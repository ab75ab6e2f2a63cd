-- What competes with a concert ($concert_id), or with a show of $size people in $genre at $venue_id on $day: listings within
-- $days days and $miles miles (in the market where a place is not known), heaviest first. weight 1: as big, same genre,
-- same night; closeness of genres 0 to 1.
WITH subject AS (
    SELECT event_id, local_date AS day, latitude, longitude, market_id, genre,
           coalesce(sellable, configured_capacity)::BIGINT AS size
    FROM concert WHERE concert_id = $concert_id::VARCHAR
    UNION ALL
    SELECT NULL, $day::DATE, latitude, longitude, market_id, $genre::VARCHAR, coalesce($size::BIGINT, venue_capacity)
    FROM venue WHERE venue_id = $venue_id::VARCHAR AND $concert_id::VARCHAR IS NULL
),
near AS (
    SELECT e.event_id, e.name, e.artist, e.venue, e.city, e.market, e.latitude, e.longitude, e.local_date, e.genre,
           e.venue_capacity, e.status, e.is_ours, e.market_id, date_diff('day', s.day, e.local_date) AS days_apart,
           miles_between(s.latitude, s.longitude, e.latitude, e.longitude) AS miles, s.size,
           s.genre AS our_genre, s.market_id AS our_market
    FROM event e JOIN subject s ON e.local_date BETWEEN s.day - $days::INTEGER AND s.day + $days::INTEGER
    WHERE competes(e.status, e.is_show, e.gone_at) AND e.event_id IS DISTINCT FROM s.event_id
)
SELECT n.event_id, c.concert_id, n.name, n.artist, n.venue, n.city, n.market, n.latitude, n.longitude, n.local_date,
       n.days_apart, n.miles, n.genre, CASE WHEN n.genre = n.our_genre THEN 1 ELSE coalesce(g.closeness, 0.5) END AS closeness,
       n.venue_capacity, n.status, n.is_ours,
       rival_weight(n.venue_capacity, n.size, CASE WHEN n.genre = n.our_genre THEN 1 ELSE g.closeness END, n.days_apart,
                    $days::INTEGER) AS weight
FROM near n
LEFT JOIN genre_closeness g ON g.genre = n.our_genre AND g.other_genre = n.genre
LEFT JOIN concert c ON c.event_id = n.event_id
WHERE CASE WHEN n.miles IS NULL THEN n.market_id = n.our_market ELSE n.miles <= $miles::DOUBLE END
ORDER BY weight DESC, n.local_date, n.event_id LIMIT 500
