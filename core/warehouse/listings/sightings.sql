-- When the listings of this run (table seen, at $now UTC) were first and last seen. The last sighting moves once a
-- day, so that a second run on one day changes no row.
UPDATE event SET
    first_seen_at = coalesce(event.first_seen_at, $now),
    last_seen_at = CASE WHEN event.last_seen_at::DATE >= $now::DATE THEN event.last_seen_at ELSE $now END,
    gone_at = NULL,
    is_ours = coalesce(event.is_ours, false)
FROM seen
WHERE event.event_id = seen.event_id
  AND (event.first_seen_at IS NULL OR event.last_seen_at IS NULL OR event.last_seen_at::DATE < $now::DATE
       OR event.gone_at IS NOT NULL)
