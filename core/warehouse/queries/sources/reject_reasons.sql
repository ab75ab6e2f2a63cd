-- Refused rows by file, column and reason (rows), most first; the other line that a reason names is left out.
SELECT file, kind, column_name, regexp_replace(reason, ' on line \d+', ' on another line') AS reason, count(*) AS rows,
       min(line) AS first_line
FROM ingest_rejected
GROUP BY ALL ORDER BY rows DESC, file, reason LIMIT 200
