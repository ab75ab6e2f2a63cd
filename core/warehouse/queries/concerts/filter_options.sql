-- What the shared filters offer (dimension: market, venue, genre; value).
SELECT dimension, label AS value FROM filter_option WHERE label IS NOT NULL ORDER BY dimension, label
