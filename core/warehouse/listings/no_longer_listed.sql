-- Listings of $source that a complete fetch of $first to $last (UTC) in $countries (empty: all) no longer has.
-- Undated ones are in every fetch. What is over ages out of the source and is not gone: only starts after $now
-- count, or after the earliest start the source still lists. Without an instant the local date must lie a day inside.
WITH oldest AS (SELECT least($now, min(starts_at)) AS starts_at FROM seen)
SELECT e.event_id
FROM event e LEFT JOIN listing l ON l.event_id = e.event_id CROSS JOIN oldest o
WHERE e.source = $source AND e.gone_at IS NULL
  AND NOT EXISTS (FROM seen s WHERE s.event_id = e.event_id)
  AND (len($countries) = 0 OR list_contains($countries, l.venue_country))
  AND CASE WHEN e.date_tba THEN true
           WHEN e.starts_at IS NOT NULL
           THEN e.starts_at BETWEEN $first AND $last AND e.starts_at >= coalesce(o.starts_at, $now)
           ELSE e.local_date > $first::DATE AND e.local_date < $last::DATE
                AND e.local_date > coalesce(o.starts_at, $now)::DATE END
ORDER BY e.event_id
