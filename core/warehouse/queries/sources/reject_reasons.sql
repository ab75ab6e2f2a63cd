-- Refused rows by file, column and reason (rows), most first.
SELECT file, kind, column_name, reason, count(*) AS rows, min(line) AS first_line FROM ingest_rejected
GROUP BY file, kind, column_name, reason ORDER BY rows DESC, file, reason LIMIT 200
