-- Which listings of $source are shows of their own. Not: parking, a product of another listing, and a resale mirror
-- (source tmr) of a listing with the same first venue, local date, local time and first act, all known.
UPDATE event SET is_show = judged.is_show
FROM (
    WITH product AS (
        SELECT DISTINCT offered.id FROM (SELECT event_id, unnest(product_ids) AS id FROM listing) offered
        WHERE offered.id <> offered.event_id),
    listed AS (
        SELECT e.event_id, e.gone_at IS NOT NULL AS is_gone,
               coalesce(l.is_parking, false) OR p.id IS NOT NULL AS is_extra,
               coalesce(lower(l.listing_source) = 'tmr', false) AS is_resale,
               e.venue_source_id AS venue, e.local_date, e.local_time, l.attraction_keys[1] AS act
        FROM event e LEFT JOIN listing l ON l.event_id = e.event_id LEFT JOIN product p ON p.id = e.event_id
        WHERE e.source = $source),
    mirrored AS (
        SELECT DISTINCT venue, local_date, local_time, act FROM listed
        WHERE NOT is_extra AND NOT is_resale AND NOT is_gone)
    SELECT x.event_id, NOT (x.is_extra OR x.is_resale AND m.venue IS NOT NULL) AS is_show
    FROM listed x LEFT JOIN mirrored m ON m.venue = x.venue AND m.local_date = x.local_date
                                      AND m.local_time = x.local_time AND m.act = x.act
) AS judged
WHERE event.event_id = judged.event_id AND event.is_show IS DISTINCT FROM judged.is_show
