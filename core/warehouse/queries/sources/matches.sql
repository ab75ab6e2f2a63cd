-- Acts of outside sources and the artists of ours they are taken for: first those a person should look at (is_open),
-- then those matched by name alone or by a decision, which a person may correct. candidate_ids: whom each may be,
-- artists of ours for Ticketmaster's acts, artists of the source where ours were looked up there.
SELECT * FROM (
    SELECT 'ticketmaster' AS source, attraction_source_id AS source_artist_id, name, matched_by AS how, artist_id,
           candidate_ids, url, matched_by IN ('ambiguous', 'tribute') AS is_open
    FROM attraction WHERE source = 'ticketmaster' AND matched_by IN ('ambiguous', 'tribute', 'name', 'decision')
    UNION ALL
    SELECT l.source, l.source_artist_id, a.name, l.matched_by, l.artist_id, l.candidate_ids, l.url,
           l.matched_by IN ('unmatched', 'ambiguous')
    FROM artist_lookup l JOIN artist a ON a.artist_id = l.artist_id
    WHERE l.matched_by IN ('unmatched', 'ambiguous', 'name'))
ORDER BY NOT is_open, source, how, name, source_artist_id, artist_id LIMIT 1000
