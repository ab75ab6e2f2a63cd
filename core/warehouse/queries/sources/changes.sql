-- What each run changed in the listings of outside sources and of files, newest first: listings by change (seen_at in UTC).
SELECT max(k.seen_at) AS seen_at, any_value(r.source) AS source, count(*) FILTER (k.change = 'new') AS new,
       count(*) FILTER (k.change = 'cancelled') AS cancelled, count(*) FILTER (k.change = 'rescheduled') AS rescheduled,
       count(*) FILTER (k.change = 'postponed') AS postponed, count(*) FILTER (k.change = 'gone') AS gone, k.run_id
FROM event_change k LEFT JOIN ingest_run r USING (run_id)
GROUP BY k.run_id ORDER BY k.run_id DESC LIMIT 100
