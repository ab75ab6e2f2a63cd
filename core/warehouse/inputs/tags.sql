-- What artists are tagged with (weight: times or strength, the source's own).
SELECT artist_id, tag, coalesce(weight, 1) AS weight FROM warehouse.artist_tag WHERE coalesce(weight, 1) > 0
ORDER BY artist_id, tag
