-- Dated audience figures of artists, all markets together, by day (people or plays, the source's own). Spotify's
-- figures may not be analysed and play no part.
SELECT artist_id, date, max(value) AS value FROM artist_metric_daily
WHERE market_id IS NULL AND metric = 'listeners' AND source <> 'spotify' AND value > 0
GROUP BY artist_id, date ORDER BY date, artist_id
