-- How many rows of each kind are in (rows).
SELECT kind, rows FROM row_count ORDER BY rows DESC, kind
