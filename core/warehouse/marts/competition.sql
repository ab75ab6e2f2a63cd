-- What competes with each show of ours within 3 days and 25 miles (in its market where a place is not known): rivals
-- (count) and pressure (the sum of their weights). is_covered: others' shows within 30 days are on file at all.
WITH rival AS (
    SELECT event_id, local_date, latitude, longitude, market_id, genre, venue_capacity, is_ours FROM snapshot.event
    WHERE snapshot.competes(status, is_show, gone_at) AND local_date IS NOT NULL
),
ours AS (
    SELECT concert_id, event_id, local_date, latitude, longitude, market_id, genre,
           coalesce(sellable, configured_capacity) AS size FROM snapshot.concert
),
near AS (
    SELECT c.concert_id, c.size, c.genre, r.venue_capacity, r.genre AS other_genre,
           date_diff('day', c.local_date, r.local_date) AS days
    FROM ours c, unnest(generate_series(-3, 3)) AS d(apart)
    JOIN rival r ON r.local_date = c.local_date + apart::INTEGER AND r.event_id IS DISTINCT FROM c.event_id
    WHERE CASE WHEN c.latitude IS NULL OR r.latitude IS NULL THEN c.market_id = r.market_id
               ELSE abs(c.latitude - r.latitude) < 0.4
                    AND snapshot.miles_between(c.latitude, c.longitude, r.latitude, r.longitude) <= 25 END
),
summed AS (
    SELECT concert_id, count(*) AS rivals,
           sum(snapshot.rival_weight(venue_capacity, size, CASE WHEN near.genre = near.other_genre THEN 1
                                                               ELSE g.closeness END, days, 3)) AS pressure
    FROM near LEFT JOIN snapshot.genre_closeness g ON g.genre = near.genre AND g.other_genre = near.other_genre
    GROUP BY concert_id
),
listed AS (SELECT market_id, local_date FROM rival WHERE NOT is_ours GROUP BY ALL),
covered AS (
    SELECT DISTINCT c.concert_id FROM ours c JOIN listed l ON l.market_id = c.market_id
        AND l.local_date BETWEEN c.local_date - 30 AND c.local_date + 30
)
SELECT c.concert_id, coalesce(s.rivals, 0) AS rivals, coalesce(s.pressure, 0)::DOUBLE AS pressure,
       v.concert_id IS NOT NULL AS is_covered
FROM ours c LEFT JOIN summed s USING (concert_id) LEFT JOIN covered v USING (concert_id)
ORDER BY c.concert_id
