-- What a radius clause of $radius_miles miles, $days_before days before and $days_after after a show of $artist_id at $venue_id on $day
-- would forbid (kind listing), and which clauses of ours forbid that show (kind clause): soonest first. miles NULL: the
-- distance is not known, a person has to look. is_doubtful: a city of several of that name.
WITH room AS (SELECT * FROM venue WHERE venue_id = $venue_id::VARCHAR),
listing AS (
    SELECT 'listing' AS kind, e.event_id, c.concert_id, coalesce(e.artist, e.name) AS label, ea.billing, e.venue, e.city,
           e.country, e.local_date, e.status, e.is_ours, e.latitude, e.longitude, e.location_doubt IS NOT NULL AS is_doubtful,
           $radius_miles::DOUBLE AS radius_miles, $day::DATE - $days_before::INTEGER AS starts_on, $day::DATE + $days_after::INTEGER AS ends_on
    FROM event_artist ea JOIN event e USING (event_id) LEFT JOIN concert c USING (event_id)
    WHERE ea.artist_id = $artist_id::VARCHAR AND competes(e.status, e.is_show, e.gone_at)
      AND e.local_date BETWEEN $day::DATE - $days_before::INTEGER AND $day::DATE + $days_after::INTEGER
      AND $radius_miles::DOUBLE IS NOT NULL
),
clause AS (
    SELECT 'clause', c.event_id, c.concert_id, c.artist, 'headliner', c.venue, c.city, c.country, c.local_date, c.phase, true,
           c.latitude, c.longitude, false, d.radius_miles, c.local_date - coalesce(d.radius_days_before, 0) AS starts_on,
           c.local_date + coalesce(d.radius_days_after, 0) AS ends_on
    FROM deal d JOIN concert c USING (concert_id)
    WHERE c.artist_id = $artist_id::VARCHAR AND d.radius_miles IS NOT NULL AND c.phase NOT IN ('cancelled', 'postponed')
      AND $day::DATE BETWEEN c.local_date - coalesce(d.radius_days_before, 0)
                         AND c.local_date + coalesce(d.radius_days_after, 0)
),
measured AS (
    SELECT x.*, date_diff('day', $day::DATE, x.local_date) AS days_apart,
           CASE WHEN lower(x.city) = lower(r.city) AND x.country = r.country THEN 0
                ELSE miles_between(r.latitude, r.longitude, x.latitude, x.longitude) END AS miles,
           x.is_doubtful OR r.location_doubt IS NOT NULL AS doubtful
    FROM (FROM listing UNION ALL FROM clause) x CROSS JOIN room r
    WHERE NOT (x.local_date = $day::DATE AND x.venue = r.name)
)
SELECT kind, event_id, concert_id, label, billing, venue, city, country, local_date, days_apart, miles, status, is_ours,
       radius_miles, starts_on, ends_on, latitude, longitude, doubtful AS is_doubtful
FROM measured WHERE miles IS NULL OR miles <= radius_miles
ORDER BY abs(days_apart), local_date, kind, event_id
