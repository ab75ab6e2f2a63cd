-- Which venue of ours each venue of $source was found to be.
SELECT venue_source_id, venue_id FROM source_venue SEMI JOIN venue USING (venue_id) WHERE source = $source
