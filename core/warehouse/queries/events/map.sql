-- Where shows are, a row a point on the map (a hundredth of a degree): shows (counts), seats (people) and what is next; ours
-- first, then the points with most seats, at most $most. located_by: venue, or gazetteer where only the city is known.
-- By venue first, so that the words of each listing are not read.
WITH listed AS (
    SELECT e.venue_id, count(*) AS shows, count(*) FILTER (e.is_ours) AS ours, sum(e.venue_capacity) AS seats,
           min(e.local_date) AS next_date, arg_min(coalesce(e.artist, e.name), e.local_date) AS next_show
    FROM event e, published p
    WHERE e.is_show AND e.gone_at IS NULL
      AND chosen($markets::VARCHAR[], e.market) AND chosen($venues::VARCHAR[], e.venue)
      AND chosen($genres::VARCHAR[], e.genre)
      AND within(coalesce($date_from::DATE, CASE WHEN $date_to::DATE IS NULL THEN p.today END), $date_to::DATE, e.local_date)
    GROUP BY e.venue_id
)
SELECT any_value(v.latitude) AS latitude, any_value(v.longitude) AS longitude,
       CASE WHEN count(*) = 1 THEN any_value(v.name) || ', ' || any_value(v.city)
            ELSE any_value(v.city) || ', ' || count(*) || ' venues' END AS label,
       any_value(v.market) AS market, sum(l.shows)::BIGINT AS shows, sum(l.ours)::BIGINT AS ours,
       coalesce(sum(l.seats), 0)::BIGINT AS seats, min(l.next_date) AS next_date,
       arg_min(l.next_show, l.next_date) AS next_show, max(v.located_by) AS located_by,
       bool_or(v.location_doubt IS NOT NULL) AS is_doubtful
FROM listed l JOIN venue v USING (venue_id)
WHERE v.latitude IS NOT NULL AND v.longitude IS NOT NULL
GROUP BY round(v.latitude, 2), round(v.longitude, 2)
ORDER BY ours DESC, seats DESC, label LIMIT $most
