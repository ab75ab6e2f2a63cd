-- The acts of $source with these $ids, as the source described them last.
SELECT source, attraction_source_id, name, url, image_url, genre, sub_genre, mbid, spotify_artist_id, is_tribute
FROM attraction WHERE source = $source AND list_contains($ids, attraction_source_id) ORDER BY attraction_source_id
