-- Remove artists that were made for one act alone, since a person has said that the act is somebody else.
DELETE FROM artist
WHERE artist_id IN (SELECT 'tm-' || attraction_source_id FROM attraction WHERE matched_by = 'decision')
  AND artist_id NOT IN (SELECT artist_id FROM attraction WHERE artist_id IS NOT NULL)
  AND artist_id NOT IN (SELECT artist_id FROM concert WHERE artist_id IS NOT NULL)
