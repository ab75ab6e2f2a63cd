-- The tables that Python computes at publish: forecasts with their comparables, settlements and deals, artists' growth.
-- Tickets unless named otherwise; shares and probabilities are fractions; money in the show's currency.
CREATE TABLE snapshot.forecast (
    concert_id VARCHAR, as_of DATE, days_out INTEGER, tickets_sold BIGINT, sellable BIGINT, p10 DOUBLE, p25 DOUBLE,
    p50 DOUBLE, p75 DOUBLE, p90 DOUBLE, sell_out_probability DOUBLE, n_comparables INTEGER, declined_reason VARCHAR,
    pace_index DOUBLE, comparable_share DOUBLE, comparable_final_share DOUBLE);
CREATE TABLE snapshot.comparable (
    concert_id VARCHAR, other_concert_id VARCHAR, weight DOUBLE, reason VARCHAR, flags VARCHAR);
CREATE TABLE snapshot.pacing_band (
    concert_id VARCHAR, days_out INTEGER, median DOUBLE, p10 DOUBLE, p25 DOUBLE, p50 DOUBLE, p75 DOUBLE, p90 DOUBLE);
CREATE TABLE snapshot.settlement (
    concert_id VARCHAR, gross DECIMAL(18, 2), refunded DECIMAL(18, 2), adjusted_gross DECIMAL(18, 2),
    tax DECIMAL(18, 2), net_gross DECIMAL(18, 2), expenses DECIMAL(18, 2), split_point DECIMAL(18, 2),
    overage DECIMAL(18, 2), walkout DECIMAL(18, 2), promoter_result DECIMAL(18, 2), break_even_tickets BIGINT,
    break_even_external BIGINT, status VARCHAR, reason VARCHAR, result_lo DECIMAL(18, 2), result_hi DECIMAL(18, 2), chance_of_profit DOUBLE);
CREATE TABLE snapshot.settlement_line (
    concert_id VARCHAR, basis VARCHAR, position INTEGER, label VARCHAR, amount DECIMAL(18, 2), rule VARCHAR,
    state VARCHAR, part VARCHAR, is_total BOOLEAN);
CREATE TABLE snapshot.deal_outcome (
    concert_id VARCHAR, basis VARCHAR, position INTEGER, deal VARCHAR, agreed BOOLEAN, walkout DECIMAL(18, 2),
    promoter_result DECIMAL(18, 2), result_lo DECIMAL(18, 2), result_hi DECIMAL(18, 2), walkout_lo DECIMAL(18, 2),
    walkout_hi DECIMAL(18, 2), chance_of_profit DOUBLE, chance_of_loss DOUBLE, chance_of_overage DOUBLE);
CREATE TABLE snapshot.budget_line (
    concert_id VARCHAR, basis VARCHAR, position INTEGER, category VARCHAR, kind VARCHAR, budgeted DECIMAL(18, 2),
    actual DECIMAL(18, 2), difference DECIMAL(18, 2));
CREATE TABLE snapshot.artist_growth (
    artist_id VARCHAR, source VARCHAR, metric VARCHAR, recent DOUBLE, before DOUBLE, growth DOUBLE, size_band VARCHAR,
    band_artists INTEGER, deviations DOUBLE, declined VARCHAR, as_of DATE);
CREATE TABLE snapshot.artist_over_index (
    artist_id VARCHAR, market_id VARCHAR, source VARCHAR, metric VARCHAR, value DOUBLE, expected DOUBLE, index DOUBLE,
    lo DOUBLE, hi DOUBLE, as_of DATE);
CREATE TABLE snapshot.published (published_at TIMESTAMP, today DATE, definitions VARCHAR);
-- Attribution: credits by model and window (days). What touched a path and is in no row of a window is unattributed.
CREATE TABLE snapshot.credit (
    concert_id VARCHAR, window_days INTEGER, model VARCHAR, channel VARCHAR, campaign VARCHAR, tickets DOUBLE,
    gross DOUBLE, new_buyers DOUBLE);
CREATE TABLE snapshot.path_step (
    concert_id VARCHAR, window_days INTEGER, step_from VARCHAR, step_to VARCHAR, orders BIGINT);
-- What spend brought, measured within shows: tickets; money in `currency`; 80 % intervals.
CREATE TABLE snapshot.response_channel (
    channel VARCHAR, currency VARCHAR, spend DOUBLE, wasted DOUBLE, generated DOUBLE, generated_lo DOUBLE,
    generated_hi DOUBLE, incremental DOUBLE, incremental_lo DOUBLE, incremental_hi DOUBLE, roas DOUBLE, roas_lo DOUBLE,
    roas_hi DOUBLE, carry DOUBLE, next_per_money DOUBLE, held_out_shows INTEGER, shows INTEGER, form VARCHAR);
CREATE TABLE snapshot.response_show (
    concert_id VARCHAR, channel VARCHAR, spend DOUBLE, wasted DOUBLE, generated DOUBLE, incremental DOUBLE);
CREATE TABLE snapshot.response_curve (
    channel VARCHAR, currency VARCHAR, spend DOUBLE, tickets DOUBLE, lo DOUBLE, hi DOUBLE, current DOUBLE, tried_to DOUBLE);
CREATE TABLE snapshot.response_choice (
    concert_id VARCHAR, channel VARCHAR, currency VARCHAR, planned DOUBLE, room DOUBLE, days_to_go INTEGER,
    gain DOUBLE[], half DOUBLE[]);
CREATE TABLE snapshot.response_note (reason VARCHAR, season_spend DOUBLE, other_shows INTEGER);
-- The fit behind buyers' expected purchases, BG/NBD in weeks.
CREATE TABLE snapshot.purchase_model (
    r DOUBLE, alpha DOUBLE, a DOUBLE, b DOUBLE, log_likelihood DOUBLE, buyers BIGINT, reason VARCHAR);
CREATE TABLE snapshot.holiday (date DATE, country VARCHAR, region VARCHAR, name VARCHAR);
CREATE TABLE snapshot.date_effect (
    kind VARCHAR, term VARCHAR, effect DOUBLE, lo DOUBLE, hi DOUBLE, n INTEGER, shows INTEGER, clusters INTEGER,
    declined VARCHAR);
-- What is expected of bookings: the models of a day (skops), and their report card.
CREATE TABLE snapshot.booking_model (as_of DATE, booker BLOB, outcome BLOB, declined VARCHAR);
CREATE TABLE snapshot.recommendation_score (
    part VARCHAR, cut DATE, period_from DATE, period_to DATE, method VARCHAR, n INTEGER, hit_rate DOUBLE, ndcg DOUBLE,
    error DOUBLE, coverage DOUBLE, width DOUBLE, gain DOUBLE, gain_lo DOUBLE, gain_hi DOUBLE, scored_at TIMESTAMP);
-- What each computation was made of: the next publish carries the tables of those over that are made of the same.
CREATE TABLE snapshot.computation (name VARCHAR, digest VARCHAR);
