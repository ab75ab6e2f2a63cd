-- What the filters know of each show.
SELECT concert_id, market, venue, genre, local_date FROM concert ORDER BY concert_id
