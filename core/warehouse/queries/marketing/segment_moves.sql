-- Who moved between lifecycle segments in the last $months months (people); before NULL = had not bought yet.
SELECT s.before, s.after, sum(s.buyers)::BIGINT AS buyers
FROM segment_move s LEFT JOIN market m USING (market_id)
WHERE s.months = $months AND chosen($markets::VARCHAR[], m.name)
GROUP BY s.before, s.after ORDER BY s.before NULLS FIRST, s.after
