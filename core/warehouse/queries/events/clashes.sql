-- Other shows in the same market within $days days of a coming show of ours, worst first.
-- severity = competing capacity / our sellable, halved when the genre differs and shrinking with the days apart;
-- miles = great-circle distance where both venues have coordinates.
SELECT c.concert_id, c.artist, c.venue, c.city, c.market, c.local_date, c.genre, c.sellable,
       e.event_id, e.name AS other, e.artist AS other_artist, e.venue AS other_venue, e.local_date AS other_date,
       e.genre AS other_genre, e.venue_capacity AS other_capacity, e.status AS other_status,
       date_diff('day', c.local_date, e.local_date) AS days_apart,
       miles_between(c.latitude, c.longitude, e.latitude, e.longitude) AS miles,
       coalesce(e.venue_capacity, 0) / nullif(c.sellable, 0)::DOUBLE
           * CASE WHEN c.genre = e.genre THEN 1 ELSE 0.5 END
           / (1 + abs(date_diff('day', c.local_date, e.local_date))) AS severity
FROM concert c
JOIN event e ON e.market_id = c.market_id AND e.event_id <> c.event_id AND NOT e.is_ours AND e.is_show
    AND e.gone_at IS NULL AND coalesce(e.status, 'onsale') <> 'cancelled'
    AND e.local_date BETWEEN c.local_date - $days::INTEGER AND c.local_date + $days::INTEGER,
published p
WHERE c.phase IN ('hold', 'announced', 'on_sale', 'sold_out') AND c.local_date <= p.today + $ahead::INTEGER
  AND chosen($markets::VARCHAR[], c.market) AND chosen($venues::VARCHAR[], c.venue)
  AND chosen($genres::VARCHAR[], c.genre) AND within($date_from::DATE, $date_to::DATE, c.local_date)
ORDER BY severity DESC NULLS LAST, c.local_date, e.event_id LIMIT 500
