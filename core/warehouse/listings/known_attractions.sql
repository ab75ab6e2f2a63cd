-- Which artist each act of $source was found to be; acts whose artist is gone are looked at anew.
SELECT attraction_source_id, artist_id, matched_by, candidate_ids
FROM attraction SEMI JOIN artist USING (artist_id) WHERE source = $source
