-- Where one artist has played or will, newest first; tickets and share of sellable where the show was ours.
SELECT local_date, venue, city, region, country, billing, status, is_ours, venue_capacity, tickets_sold, sellable,
       sell_through, gross, currency, latitude, longitude
FROM touring WHERE artist_id = $artist_id ORDER BY local_date DESC LIMIT 500
