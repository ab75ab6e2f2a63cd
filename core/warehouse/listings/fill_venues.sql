-- Give our venues what a source knows of them and we do not; the source's lowest id speaks when it has several.
UPDATE venue SET
    address = coalesce(venue.address, s.address), region = coalesce(venue.region, s.region),
    country = coalesce(venue.country, s.country), timezone = coalesce(venue.timezone, s.timezone),
    latitude = coalesce(venue.latitude, s.latitude), longitude = coalesce(venue.longitude, s.longitude)
FROM (SELECT venue_id, first(address ORDER BY venue_source_id) AS address,
             first(region ORDER BY venue_source_id) AS region, first(country ORDER BY venue_source_id) AS country,
             first(timezone ORDER BY venue_source_id) AS timezone,
             first(latitude ORDER BY venue_source_id) AS latitude,
             first(longitude ORDER BY venue_source_id) AS longitude
      FROM source_venue GROUP BY venue_id) s
WHERE venue.venue_id = s.venue_id
  AND (venue.address IS NULL AND s.address IS NOT NULL OR venue.region IS NULL AND s.region IS NOT NULL
       OR venue.country IS NULL AND s.country IS NOT NULL OR venue.timezone IS NULL AND s.timezone IS NOT NULL
       OR venue.latitude IS NULL AND s.latitude IS NOT NULL OR venue.longitude IS NULL AND s.longitude IS NOT NULL)
