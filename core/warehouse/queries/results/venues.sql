-- Every venue known, with its market: what a hold or an offer names.
SELECT venue_id, name AS venue, city, region, country, market, venue_capacity, latitude, longitude FROM venue
WHERE chosen($markets::VARCHAR[], market) AND chosen($venues::VARCHAR[], name) ORDER BY name, venue_id
