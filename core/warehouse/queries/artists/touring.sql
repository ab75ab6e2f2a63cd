-- Where one artist has played or will, newest first; tickets and share of sellable (to date) where the show is ours.
SELECT local_date, venue, city, region, country, billing, status, is_ours, venue_capacity, tickets_sold, sellable,
       sell_through, gross, currency, latitude, longitude, local_date >= (SELECT today FROM published) AS ahead
FROM touring WHERE artist_id = $artist_id ORDER BY local_date DESC LIMIT 500
