-- How past recommendations did: one row a part, cut (NULL: all together) and method, made again by `evaluate recommend`.
CREATE TABLE recommendation_score (
    part VARCHAR, cut DATE, period_from DATE, period_to DATE, method VARCHAR, n INTEGER, hit_rate DOUBLE, ndcg DOUBLE,
    error DOUBLE, coverage DOUBLE, width DOUBLE, gain DOUBLE, gain_lo DOUBLE, gain_hi DOUBLE, scored_at TIMESTAMP);
