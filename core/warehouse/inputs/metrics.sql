-- Audience figures by artist and day, the last 60 days there are; market_id NULL = all markets. Spotify's figures may not
-- be analysed and play no part.
SELECT artist_id, date, source, metric, market_id, value FROM warehouse.artist_metric_daily
WHERE source <> 'spotify' AND value IS NOT NULL AND date > (SELECT max(date) FROM warehouse.artist_metric_daily) - 60
ORDER BY artist_id, source, metric, date
