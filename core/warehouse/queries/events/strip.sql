-- Competing capacity (people) of each market and day, $ahead days from $date_from or today on, and our shows (counts).
WITH start AS (SELECT coalesce($date_from::DATE, today) AS first FROM published),
day AS (
    SELECT unnest(generate_series(first, first + $ahead::INTEGER, INTERVAL 1 DAY))::DATE AS date FROM start
),
listed AS (
    SELECT e.*, coalesce(e.market, 'Market unknown') AS place FROM event e, start
    WHERE e.is_show AND e.gone_at IS NULL AND e.local_date BETWEEN first AND first + $ahead::INTEGER
      AND coalesce(e.status, 'onsale') NOT IN ('cancelled', 'postponed')
      AND chosen($markets::VARCHAR[], e.market) AND chosen($venues::VARCHAR[], e.venue)
      AND chosen($genres::VARCHAR[], e.genre)
),
busiest AS (
    SELECT place AS market FROM listed GROUP BY place ORDER BY count(*) FILTER (is_ours) DESC, count(*) DESC, market LIMIT $most
)
SELECT b.market, d.date,
       coalesce(sum(e.venue_capacity) FILTER (NOT e.is_ours), 0)::BIGINT AS competing_capacity,
       count(e.event_id) FILTER (NOT e.is_ours) AS competing_shows, count(e.event_id) FILTER (e.is_ours) AS ours
FROM busiest b CROSS JOIN day d
LEFT JOIN listed e ON e.place = b.market AND e.local_date = d.date
GROUP BY b.market, d.date ORDER BY b.market, d.date
