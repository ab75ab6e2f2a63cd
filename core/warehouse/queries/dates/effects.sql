-- What weekday, month, holiday and rivals did to our past sales, in share of sellable against the average day (80 % range).
SELECT kind, term, effect, lo, hi, n, shows, clusters, declined FROM date_effect ORDER BY kind, term
