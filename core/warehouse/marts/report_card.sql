-- How past forecasts did by days out and capacity band ("all" first): n shows, wape = sum of absolute errors over final
-- tickets, coverage of the 80 % range (of all shows, and of shows that did not sell out), its mean width (share of sellable).
WITH scored AS (
    SELECT *, 'all' AS band FROM warehouse.forecast_score WHERE p50 IS NOT NULL
    UNION ALL SELECT *, capacity_band FROM warehouse.forecast_score WHERE p50 IS NOT NULL
)
SELECT days_out, method, band AS capacity_band, count(*)::INTEGER AS n, sum(abs(p50 - final)) / nullif(sum(final), 0) AS wape,
       avg((final BETWEEN p10 AND p90)::INTEGER) FILTER (p10 IS NOT NULL) AS coverage,
       avg((final BETWEEN p10 AND p90)::INTEGER) FILTER (p10 IS NOT NULL AND final < sellable) AS coverage_unfilled,
       avg((p90 - p10) / sellable) FILTER (p10 IS NOT NULL) AS width, max(scored_at) AS scored_at
FROM scored GROUP BY days_out, method, band ORDER BY band <> 'all', band, days_out DESC, method
