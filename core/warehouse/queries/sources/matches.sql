-- Acts of outside sources that a person should look at: how each was matched, and the artists of ours it may be.
SELECT 'ticketmaster' AS source, attraction_source_id AS source_artist_id, name, matched_by AS how, artist_id,
       candidate_ids, url
FROM attraction WHERE source = 'ticketmaster' AND matched_by IN ('ambiguous', 'tribute')
UNION ALL
SELECT l.source, l.source_artist_id, a.name, l.matched_by, l.artist_id, l.candidate_ids, l.url
FROM artist_lookup l JOIN artist a ON a.artist_id = l.artist_id WHERE l.matched_by IN ('unmatched', 'ambiguous')
ORDER BY source, how, name, source_artist_id LIMIT 500
