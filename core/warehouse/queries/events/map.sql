-- Where shows are, a row a point on the map (a hundredth of a degree): shows (counts), seats (people) and what is next; ours
-- first, then the points with most seats, at most $most. located_by: venue, or gazetteer where only the city is known.
SELECT any_value(e.latitude) AS latitude, any_value(e.longitude) AS longitude,
       CASE WHEN count(DISTINCT e.venue_id) = 1 THEN any_value(e.venue) || ', ' || any_value(e.city)
            ELSE any_value(e.city) || ', ' || count(DISTINCT e.venue_id) || ' venues' END AS label,
       any_value(e.market) AS market, count(*) AS shows, count(*) FILTER (e.is_ours) AS ours,
       coalesce(sum(e.venue_capacity), 0)::BIGINT AS seats, min(e.local_date) AS next_date,
       arg_min(coalesce(e.artist, e.name), e.local_date) AS next_show, max(e.located_by) AS located_by,
       bool_or(e.location_doubt IS NOT NULL) AS is_doubtful
FROM event e, published p
WHERE e.is_show AND e.gone_at IS NULL AND e.latitude IS NOT NULL AND e.longitude IS NOT NULL
  AND chosen($markets::VARCHAR[], e.market) AND chosen($venues::VARCHAR[], e.venue)
  AND chosen($genres::VARCHAR[], e.genre)
  AND within(coalesce($date_from::DATE, CASE WHEN $date_to::DATE IS NULL THEN p.today END), $date_to::DATE, e.local_date)
GROUP BY round(e.latitude, 2), round(e.longitude, 2)
ORDER BY ours DESC, seats DESC, label LIMIT $most
