-- The months that have shows under the filters, dates aside: first day and shows (count).
SELECT date_trunc('month', e.local_date)::DATE AS month, count(*) AS shows, count(*) FILTER (e.is_ours) AS ours
FROM event e
WHERE e.is_show AND e.gone_at IS NULL AND e.local_date IS NOT NULL
  AND chosen($markets::VARCHAR[], e.market) AND chosen($venues::VARCHAR[], e.venue)
  AND chosen($genres::VARCHAR[], e.genre)
GROUP BY 1 ORDER BY 1
