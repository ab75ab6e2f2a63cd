-- Listings of $source that a whole fetch of $first to $last (the venue's days or UTC's) in $countries (empty: all)
-- brings as long as they are listed, with their start (UTC, local midnight where no instant is known, NULL: undated).
SELECT e.event_id, CASE WHEN NOT e.date_tba THEN coalesce(e.starts_at, e.local_date) END AS starts_at
FROM event e LEFT JOIN listing l ON l.event_id = e.event_id
WHERE e.source = $source AND e.gone_at IS NULL
  AND (len($countries) = 0 OR list_contains($countries, l.venue_country))
  AND (e.date_tba OR e.local_date BETWEEN $first AND $last OR e.starts_at::DATE BETWEEN $first AND $last)
ORDER BY e.event_id
