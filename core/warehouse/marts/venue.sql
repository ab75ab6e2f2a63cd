-- Every venue with the name of its market and where it is: its own coordinates, else those of its city.
-- located_by is venue, gazetteer or location (whose city it is then); location_doubt names other cities it could be in.
SELECT v.* EXCLUDE (name_key) REPLACE (
           CASE WHEN v.latitude IS NULL OR v.longitude IS NULL THEN p.latitude ELSE v.latitude END AS latitude,
           CASE WHEN v.latitude IS NULL OR v.longitude IS NULL THEN p.longitude ELSE v.longitude END AS longitude),
       m.name AS market,
       CASE WHEN v.latitude IS NOT NULL AND v.longitude IS NOT NULL THEN 'venue'
            WHEN p.latitude IS NOT NULL THEN p.located_by END AS located_by,
       CASE WHEN (v.latitude IS NULL OR v.longitude IS NULL) AND p.state = 'ambiguous'
            THEN concat_ws(': ', 'taken as ' || p.place, p.others) END AS location_doubt
FROM warehouse.venue v
LEFT JOIN warehouse.market m USING (market_id)
LEFT JOIN warehouse.city_place p ON p.city = v.city AND p.region IS NOT DISTINCT FROM v.region
    AND p.country IS NOT DISTINCT FROM v.country
ORDER BY v.venue_id
