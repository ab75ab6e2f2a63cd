-- The names of some artists by id.
SELECT artist_id, name FROM artist WHERE list_contains($artist_ids::VARCHAR[], artist_id) ORDER BY artist_id
