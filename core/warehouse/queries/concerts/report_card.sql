-- How past forecasts did by days out: error (WAPE, fraction) of each method, how often the 80 % range held, n shows.
SELECT days_out, method, capacity_band, n, wape, coverage, width FROM report_card
WHERE capacity_band = 'all' ORDER BY days_out DESC, method
