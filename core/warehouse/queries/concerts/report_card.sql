-- How past forecasts did by days out and capacity band ("all" first): error (WAPE, fraction) of each method, how often the
-- 80 % range held (of all shows, and of those that did not sell out), its mean width (share of sellable), n shows.
SELECT days_out, method, capacity_band, n, wape, coverage, coverage_unfilled, width FROM report_card
ORDER BY capacity_band <> 'all', capacity_band, days_out DESC, method
