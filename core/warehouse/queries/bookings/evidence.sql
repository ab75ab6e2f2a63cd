-- Past dates of artists near a venue before a day, newest first, at most 50 each: within $miles, or in the same city where
-- a place is not known. Tickets where the show was ours; days_to_half = days from the first sale until half was sold.
WITH place AS (SELECT * FROM venue WHERE venue_id = $venue_id),
half AS (
    SELECT concert_id, date_diff('day', min(date), min(date) FILTER (reached >= 0.5)) AS days_to_half
    FROM (SELECT concert_id, date, sum(sum(tickets_sold)) OVER (PARTITION BY concert_id ORDER BY date)
                 / nullif(sum(sum(tickets_sold)) OVER (PARTITION BY concert_id), 0)::DOUBLE AS reached
          FROM event_day
          WHERE concert_id IN (SELECT concert_id FROM concert WHERE list_contains($artist_ids::VARCHAR[], artist_id))
          GROUP BY concert_id, date)
    GROUP BY concert_id
)
SELECT t.artist_id, c.concert_id, t.local_date, t.venue, t.city, t.billing, t.is_ours, t.venue_capacity, t.tickets_sold, t.sellable,
       t.sell_through, h.days_to_half, round(miles_between(p.latitude, p.longitude, t.latitude, t.longitude)) AS miles
FROM touring t CROSS JOIN place p
LEFT JOIN concert c ON c.event_id = t.event_id
LEFT JOIN half h ON h.concert_id = c.concert_id
WHERE list_contains($artist_ids::VARCHAR[], t.artist_id)
  AND t.local_date < $day::DATE AND t.local_date < (SELECT today FROM published)
  AND coalesce(t.status, 'onsale') NOT IN ('cancelled', 'postponed')
  AND (miles_between(p.latitude, p.longitude, t.latitude, t.longitude) <= $miles::DOUBLE
       OR (lower(t.city) = lower(p.city) AND t.country IS NOT DISTINCT FROM p.country))
QUALIFY row_number() OVER (PARTITION BY t.artist_id ORDER BY t.local_date DESC, t.event_id) <= 50
ORDER BY t.local_date DESC, t.artist_id, t.event_id
