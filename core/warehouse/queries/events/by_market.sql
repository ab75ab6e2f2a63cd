-- Listed shows and their capacity (people) by market under the filters, with a point on the map where known.
SELECT e.market AS label, avg(e.latitude) AS latitude, avg(e.longitude) AS longitude, count(*) AS shows,
       coalesce(sum(e.venue_capacity), 0)::BIGINT AS capacity, count(*) FILTER (e.is_ours) AS ours
FROM event e, published p
WHERE e.is_show AND e.gone_at IS NULL AND e.market IS NOT NULL
  AND chosen($markets::VARCHAR[], e.market) AND chosen($venues::VARCHAR[], e.venue)
  AND chosen($genres::VARCHAR[], e.genre)
  AND within(coalesce($date_from::DATE, CASE WHEN $date_to::DATE IS NULL THEN p.today END), $date_to::DATE, e.local_date)
GROUP BY e.market ORDER BY shows DESC, e.market
