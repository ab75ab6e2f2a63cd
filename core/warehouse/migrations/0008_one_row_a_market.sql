-- Two spellings of a city once made two rows of one market_id, and every show there stood twice.
DELETE FROM market WHERE rowid NOT IN (SELECT min(rowid) FROM market GROUP BY market_id);
