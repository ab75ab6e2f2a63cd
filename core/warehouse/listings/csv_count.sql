-- How many listings of $source are still listed (rows).
SELECT count(*) FROM event WHERE source = $source AND gone_at IS NULL
