-- Dated facts: how the listings of run $run_id (table seen, at $now UTC) differ from those stored before.
INSERT INTO event_change
SELECT event_id, change, $now, $run_id
FROM (
    SELECT s.event_id, unnest(list_filter([
        CASE WHEN e.event_id IS NULL OR e.gone_at IS NOT NULL THEN 'new' END,
        CASE WHEN e.event_id IS NOT NULL AND s.status IN ('cancelled', 'postponed')
              AND s.status IS DISTINCT FROM e.status THEN s.status END,
        CASE WHEN e.event_id IS NOT NULL AND (s.local_date <> e.local_date
              OR s.status = 'rescheduled' AND e.status IS DISTINCT FROM 'rescheduled') THEN 'rescheduled' END
        ], lambda c: c IS NOT NULL)) AS change
    FROM seen s LEFT JOIN event e ON e.event_id = s.event_id)
ORDER BY event_id, change
