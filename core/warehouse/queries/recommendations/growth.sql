-- Artists by growth (all when none is named): mean of the last 30 days against the 30 before, and how many standard
-- deviations that lies from artists of its size; NULL with the reason where it cannot be said.
SELECT g.artist_id, a.name AS artist, a.genre, g.source, g.metric, g.recent, g.before, g.growth, g.size_band, g.band_artists,
       g.deviations, coalesce(g.deviations >= 2, false) AS spike, g.declined, g.as_of
FROM artist_growth g JOIN artist a USING (artist_id)
WHERE chosen($artist_ids::VARCHAR[], g.artist_id)
ORDER BY g.deviations DESC NULLS LAST, g.artist_id, g.metric LIMIT $limit
