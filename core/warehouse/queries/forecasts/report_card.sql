-- How past forecasts did, by days out, method and capacity band, "all" first (fractions; n = shows).
SELECT days_out, method, capacity_band, n, wape, coverage, coverage_unfilled, width, scored_at FROM report_card
ORDER BY capacity_band <> 'all', capacity_band, days_out DESC, method
