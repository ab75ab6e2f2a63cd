-- What the shared filters offer: markets, venues and genres of our shows and of listings (dimension, value, label).
SELECT DISTINCT 'market' AS dimension, market_id AS value, market AS label FROM snapshot.concert WHERE market_id IS NOT NULL
UNION SELECT DISTINCT 'venue', venue_id, venue FROM snapshot.concert WHERE venue_id IS NOT NULL
UNION SELECT DISTINCT 'genre', genre, genre FROM snapshot.concert WHERE genre IS NOT NULL
UNION SELECT DISTINCT 'market', market_id, market FROM snapshot.event WHERE market_id IS NOT NULL
    AND NOT EXISTS (FROM snapshot.concert)
ORDER BY dimension, label
