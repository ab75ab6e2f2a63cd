-- Listed shows under the filters from today on (counts): ours, others', markets of ours, people they hold, called off or moved.
SELECT count(*) FILTER (e.is_ours) AS ours, count(*) FILTER (NOT e.is_ours) AS others,
       count(DISTINCT e.market) FILTER (e.is_ours) AS markets, sum(e.venue_capacity) FILTER (NOT e.is_ours)::BIGINT AS competing_capacity,
       count(*) FILTER (e.status IN ('cancelled', 'postponed', 'rescheduled')) AS disrupted
FROM event e, published p
WHERE e.is_show AND e.gone_at IS NULL
  AND chosen($markets::VARCHAR[], e.market) AND chosen($venues::VARCHAR[], e.venue)
  AND chosen($genres::VARCHAR[], e.genre)
  AND within(coalesce($date_from::DATE, CASE WHEN $date_to::DATE IS NULL THEN p.today END), $date_to::DATE, e.local_date)
