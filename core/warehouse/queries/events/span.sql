-- Over which dates shows are listed under the filters, dates aside: how many, how many from today on (counts), and the
-- first day of the fullest month.
WITH listed AS (
    SELECT e.local_date FROM event e
    WHERE e.is_show AND e.gone_at IS NULL AND e.local_date IS NOT NULL
      AND chosen($markets::VARCHAR[], e.market) AND chosen($venues::VARCHAR[], e.venue)
      AND chosen($genres::VARCHAR[], e.genre)
),
month AS (SELECT date_trunc('month', local_date)::DATE AS month, count(*) AS shows FROM listed GROUP BY 1)
SELECT (SELECT count(*) FROM listed) AS listed, (SELECT count(*) FROM listed WHERE local_date >= p.today) AS ahead,
       (SELECT month FROM month ORDER BY shows DESC, month DESC LIMIT 1) AS fullest_month
FROM published p
