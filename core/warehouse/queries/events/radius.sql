-- Radius clauses of coming shows as bars: from days before to days after the show, within miles of the venue.
SELECT c.concert_id, c.artist || ', ' || c.city AS label, c.local_date, d.radius_miles,
       c.local_date - coalesce(d.radius_days_before, 0) AS starts_on, c.local_date + coalesce(d.radius_days_after, 0) AS ends_on
FROM deal d JOIN concert c USING (concert_id)
WHERE d.radius_miles IS NOT NULL AND c.phase IN ('hold', 'announced', 'on_sale', 'sold_out')
  AND chosen($markets::VARCHAR[], c.market) AND chosen($venues::VARCHAR[], c.venue)
  AND chosen($genres::VARCHAR[], c.genre) AND within($date_from::DATE, $date_to::DATE, c.local_date)
ORDER BY c.local_date, c.concert_id LIMIT 12
