-- Our confirmed shows and their on-sales for a calendar, from $day on: what (show, onsale, presale), local date or instant.
SELECT 'show' AS what, c.concert_id, c.artist AS label, c.venue, c.city, c.region, c.country, c.local_date AS date,
       NULL::TIMESTAMP AS at, NULL::TIMESTAMP AS until, c.phase AS state, e.url
FROM concert c LEFT JOIN event e USING (event_id)
WHERE c.phase IN ('announced', 'on_sale', 'sold_out', 'played') AND c.local_date >= $day::DATE
  AND chosen($markets::VARCHAR[], c.market) AND chosen($venues::VARCHAR[], c.venue)
UNION ALL
SELECT 'onsale', c.concert_id, c.artist, c.venue, c.city, c.region, c.country, coalesce(c.onsale_date, e.onsale_at::DATE),
       nullif(e.onsale_at, c.onsale_date::TIMESTAMP), NULL, c.phase, e.url
FROM concert c LEFT JOIN event e USING (event_id)
WHERE c.phase NOT IN ('cancelled', 'postponed') AND coalesce(c.onsale_date, e.onsale_at::DATE) >= $day::DATE
  AND chosen($markets::VARCHAR[], c.market) AND chosen($venues::VARCHAR[], c.venue)
UNION ALL
SELECT 'presale', c.concert_id, concat_ws(', ', c.artist, s.name), c.venue, c.city, c.region, c.country, s.starts_at::DATE,
       s.starts_at, s.ends_at, c.phase, NULL
FROM concert c JOIN presale s USING (event_id)
WHERE c.phase NOT IN ('cancelled', 'postponed') AND s.starts_at >= $day::DATE
  AND chosen($markets::VARCHAR[], c.market) AND chosen($venues::VARCHAR[], c.venue)
ORDER BY date, concert_id, what
