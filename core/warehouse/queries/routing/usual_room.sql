-- The median room (people) of all dates of $artist_id on file; NULL where no capacity is known.
SELECT median(venue_capacity) AS usual_room FROM touring WHERE artist_id = $artist_id::VARCHAR
