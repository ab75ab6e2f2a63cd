-- Listings of $source that are still listed, between the first and the last day of table seen but not in it.
SELECT event_id FROM event
WHERE source = $source AND gone_at IS NULL AND event_id NOT IN (SELECT event_id FROM seen)
  AND local_date BETWEEN (SELECT min(local_date) FROM seen) AND (SELECT max(local_date) FROM seen)
ORDER BY event_id
