-- What a radius clause of $radius_miles miles, $days_before days before and $days_after after a show of $artist (name or
-- alias) at $venue_id on $day would forbid (kind listing), and which clauses of ours forbid that show (kind clause), nearest
-- in days first. miles NULL: the distance is not known, a person has to look. is_doubtful: a city of several of that name.
WITH room AS (SELECT name, city, country, latitude, longitude, location_doubt FROM venue WHERE venue_id = $venue_id::VARCHAR),
called AS (
    SELECT artist_id FROM artist_alias
    WHERE name_key = lower(strip_accents(trim(regexp_replace($artist::VARCHAR, '\s+', ' ', 'g')))) OR name = $artist::VARCHAR
),
found AS (
    SELECT 'listing' AS kind, event_id, concert_id, artist AS label, billing, venue, city, country, local_date, status,
           is_ours, latitude, longitude, is_doubtful, $radius_miles::DOUBLE AS radius_miles,
           $day::DATE - $days_before::INTEGER AS starts_on, $day::DATE + $days_after::INTEGER AS ends_on
    FROM touring
    WHERE artist_id IN (FROM called) AND is_on
      AND local_date BETWEEN $day::DATE - $days_before::INTEGER AND $day::DATE + $days_after::INTEGER
    UNION ALL
    SELECT 'clause', c.event_id, c.concert_id, c.artist, 'headliner', c.venue, c.city, c.country, c.local_date, c.phase,
           true, c.latitude, c.longitude, false, d.radius_miles, c.local_date - coalesce(d.radius_days_before, 0),
           c.local_date + coalesce(d.radius_days_after, 0)
    FROM concert c JOIN deal d USING (concert_id)
    WHERE c.artist_id IN (FROM called) AND c.phase NOT IN ('cancelled', 'postponed')
      AND $day::DATE BETWEEN c.local_date - coalesce(d.radius_days_before, 0)
                         AND c.local_date + coalesce(d.radius_days_after, 0)
),
measured AS (
    SELECT f.*, date_diff('day', $day::DATE, f.local_date) AS days_apart,
           CASE WHEN lower(f.city) = lower(r.city) AND f.country = r.country THEN 0
                ELSE miles_between(r.latitude, r.longitude, f.latitude, f.longitude) END AS miles,
           f.is_doubtful OR r.location_doubt IS NOT NULL AS doubtful
    FROM found f, room r
    WHERE f.radius_miles IS NOT NULL AND NOT (f.local_date = $day::DATE AND f.venue = r.name)
)
SELECT kind, event_id, concert_id, label, billing, venue, city, country, local_date, days_apart, miles, status,
       is_ours, radius_miles, starts_on, ends_on, latitude, longitude, doubtful AS is_doubtful
FROM measured WHERE miles IS NULL OR miles <= radius_miles
ORDER BY abs(days_apart), local_date, kind, event_id
