-- Every venue with the name of its market.
SELECT v.* EXCLUDE (name_key), m.name AS market
FROM warehouse.venue v LEFT JOIN warehouse.market m USING (market_id)
ORDER BY v.venue_id
