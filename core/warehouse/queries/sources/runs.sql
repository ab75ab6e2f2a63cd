-- The last 100 runs, newest first: source, start and end (UTC), outcome, rows, seconds.
SELECT r.run_id, r.source, r.started_at, r.ended_at, r.outcome, r.calls, r.retries, r.received, r.stored,
       (SELECT sum(rejected) FROM ingest_count c WHERE c.run_id = r.run_id) AS rejected,
       date_diff('millisecond', r.started_at, r.ended_at) / 1000.0 AS seconds, r.detail
FROM ingest_run r ORDER BY r.run_id DESC LIMIT 100
