-- Our shows as the forecast sees them: what was known of each before its sale began (avg_price = mean face value).
SELECT concert_id, local_date, onsale_date, genre, market, venue, artist, sellable, face_value::DOUBLE AS avg_price,
       phase IN ('cancelled', 'postponed') AS cancelled
FROM concert WHERE phase <> 'hold' ORDER BY local_date, concert_id
