-- Each source that ever ran: last run and last success (UTC), outcome, rows stored, age in hours when published.
SELECT source, last_run_at, last_outcome, last_success_at, stored, age_hours, budget_left, last_detail
FROM source_state ORDER BY source
