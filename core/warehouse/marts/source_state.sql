-- The last run of each source: when it last succeeded, what it stored, and how old that is in hours at $now (UTC).
SELECT source, max(started_at) AS last_run_at, arg_max(outcome, run_id) AS last_outcome,
       arg_max(detail, run_id) AS last_detail, max(ended_at) FILTER (outcome <> 'failed') AS last_success_at,
       arg_max(stored, run_id) FILTER (outcome <> 'failed') AS stored,
       arg_max(budget_left, run_id) AS budget_left,
       date_diff('minute', max(ended_at) FILTER (outcome <> 'failed'), $now) / 60.0 AS age_hours
FROM warehouse.ingest_run GROUP BY source ORDER BY source
