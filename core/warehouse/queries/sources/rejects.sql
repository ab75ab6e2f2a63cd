-- Rows that were refused, newest run first, at most 1,000: file, line, column, the value as it stood, why.
SELECT run_id, kind, file, line, column_name, value, reason FROM ingest_rejected
ORDER BY run_id DESC, file, line LIMIT 1000
