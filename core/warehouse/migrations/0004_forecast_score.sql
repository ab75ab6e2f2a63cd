-- How past forecasts did: one row a show, days out and method, made again by `evaluate forecast`. Tickets.
CREATE TABLE forecast_score (
    concert_id VARCHAR, days_out INTEGER, method VARCHAR, p10 DOUBLE, p50 DOUBLE, p90 DOUBLE, final DOUBLE,
    sellable DOUBLE, capacity_band VARCHAR, scored_at TIMESTAMP);
