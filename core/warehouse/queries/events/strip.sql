-- Competing capacity (people) of each market and day of the next $ahead days, and how many of our shows stand there.
WITH day AS (
    SELECT unnest(generate_series(p.today, p.today + $ahead::INTEGER, INTERVAL 1 DAY))::DATE AS date FROM published p
),
busiest AS (
    SELECT market FROM event, published p
    WHERE market IS NOT NULL AND is_show AND local_date BETWEEN p.today AND p.today + $ahead::INTEGER
      AND chosen($markets::VARCHAR[], market)
    GROUP BY market ORDER BY count(*) FILTER (is_ours) DESC, count(*) DESC, market LIMIT $most
)
SELECT b.market, d.date,
       coalesce(sum(e.venue_capacity) FILTER (NOT e.is_ours), 0)::BIGINT AS competing_capacity,
       count(e.event_id) FILTER (NOT e.is_ours) AS competing_shows, count(e.event_id) FILTER (e.is_ours) AS ours
FROM busiest b CROSS JOIN day d
LEFT JOIN event e ON e.market = b.market AND e.local_date = d.date AND e.is_show AND e.gone_at IS NULL
    AND coalesce(e.status, 'onsale') NOT IN ('cancelled', 'postponed') AND chosen($genres::VARCHAR[], e.genre)
GROUP BY b.market, d.date ORDER BY b.market, d.date
