-- The warehouse in the trade's words: who plays, where, when; what was sold; what it cost; how each row came in.
-- No keys or indexes: they block ALTER and triple the cost of an upsert. Writers delete and insert in one
-- transaction, `tests` check the references. Money is DECIMAL, local dates are DATE, instants are UTC TIMESTAMP.

CREATE TABLE about (key VARCHAR, value VARCHAR);

CREATE TABLE market (market_id VARCHAR, scheme VARCHAR, code VARCHAR, name VARCHAR);

CREATE TABLE artist (
    artist_id VARCHAR, name VARCHAR, name_key VARCHAR, mbid VARCHAR, spotify_artist_id VARCHAR,
    tm_attraction_id VARCHAR, genre VARCHAR, sub_genre VARCHAR, image_url VARCHAR);
-- Other spellings of a name; `name_key` is the name trimmed, folded and stripped of accents.
CREATE TABLE artist_alias (name_key VARCHAR, name VARCHAR, artist_id VARCHAR);
CREATE TABLE artist_tag (artist_id VARCHAR, tag VARCHAR, weight DOUBLE);
CREATE TABLE artist_metric_daily (
    artist_id VARCHAR, date DATE, source VARCHAR, metric VARCHAR, value DOUBLE, market_id VARCHAR);
CREATE TABLE listen (user_id VARCHAR, artist_id VARCHAR, plays BIGINT);
CREATE TABLE similar_artist (
    artist_id VARCHAR, other_artist_id VARCHAR, method VARCHAR, score DOUBLE, as_of DATE);

CREATE TABLE venue (
    venue_id VARCHAR, name VARCHAR, name_key VARCHAR, address VARCHAR, city VARCHAR, region VARCHAR,
    country VARCHAR, latitude DOUBLE, longitude DOUBLE, timezone VARCHAR, market_id VARCHAR,
    venue_capacity INTEGER);
-- A venue is found by its name in its city: `name_key` and `city_key`, both folded.
CREATE TABLE venue_alias (name_key VARCHAR, city_key VARCHAR, name VARCHAR, venue_id VARCHAR);

CREATE TABLE event (
    event_id VARCHAR, source VARCHAR, source_event_id VARCHAR, name VARCHAR, venue_id VARCHAR,
    venue_source_id VARCHAR, attraction_source_ids VARCHAR[], local_date DATE, local_time TIME,
    starts_at TIMESTAMP, date_tba BOOLEAN, timezone VARCHAR, status VARCHAR, genre VARCHAR,
    announce_at TIMESTAMP, onsale_at TIMESTAMP, price_min DECIMAL(18,2), price_max DECIMAL(18,2),
    currency VARCHAR, url VARCHAR, is_show BOOLEAN, is_ours BOOLEAN, venue_capacity INTEGER,
    first_seen_at TIMESTAMP, last_seen_at TIMESTAMP, gone_at TIMESTAMP);
CREATE TABLE event_artist (event_id VARCHAR, artist_id VARCHAR, billing VARCHAR, position INTEGER);
CREATE TABLE event_change (event_id VARCHAR, change VARCHAR, seen_at TIMESTAMP, run_id VARCHAR);
CREATE TABLE presale (event_id VARCHAR, name VARCHAR, starts_at TIMESTAMP, ends_at TIMESTAMP);

CREATE TABLE concert (
    concert_id VARCHAR, event_id VARCHAR, artist_id VARCHAR, venue_id VARCHAR, genre VARCHAR,
    local_date DATE, announce_date DATE, onsale_date DATE, status VARCHAR, deal_status VARCHAR,
    configured_capacity INTEGER, marketing_holdout VARCHAR[]);
CREATE TABLE date_hold (
    venue_id VARCHAR, local_date DATE, hold_level INTEGER, artist_id VARCHAR, placed_at TIMESTAMP,
    challenged_at TIMESTAMP, respond_by TIMESTAMP, outcome VARCHAR);

CREATE TABLE ticket_type (
    concert_id VARCHAR, name VARCHAR, face_value DECIMAL(18,2), currency VARCHAR, allotment INTEGER,
    comps INTEGER, kills INTEGER, facility_fee DECIMAL(18,2), pre_settlement_fee DECIMAL(18,2),
    tax_rate DECIMAL(9,6), tax_included BOOLEAN);
-- One row an order line, or one row a day and ticket type when `order_id` is NULL. `line_number` counts
-- the lines of one order with the same ticket type. `gross` is before refunds.
CREATE TABLE order_line (
    concert_id VARCHAR, ticket_type VARCHAR, sold_on DATE, sold_at TIMESTAMP, qty INTEGER,
    gross DECIMAL(18,2), refunded_qty INTEGER, refunded_amount DECIMAL(18,2), order_id VARCHAR,
    line_number INTEGER, buyer_id VARCHAR, channel VARCHAR, utm_source VARCHAR, utm_medium VARCHAR,
    utm_campaign VARCHAR, utm_term VARCHAR, utm_content VARCHAR, promo_code VARCHAR,
    discount DECIMAL(18,2));
CREATE TABLE scan (concert_id VARCHAR, scanned_at TIMESTAMP, admitted INTEGER);
CREATE TABLE ancillary (concert_id VARCHAR, kind VARCHAR, gross DECIMAL(18,2));

CREATE TABLE deal (
    concert_id VARCHAR, deal_type VARCHAR, guarantee DECIMAL(18,2), pct DECIMAL(9,6), basis VARCHAR,
    promoter_profit_pct DECIMAL(9,6), deposit DECIMAL(18,2), radius_miles DOUBLE,
    radius_days_before INTEGER, radius_days_after INTEGER,
    bonus_tiers STRUCT(tickets INTEGER, amount DECIMAL(18,2))[]);
CREATE TABLE expense (
    concert_id VARCHAR, category VARCHAR, kind VARCHAR, unit VARCHAR, budgeted DECIMAL(18,6),
    actual DECIMAL(18,6));

CREATE TABLE ad_spend_daily (
    concert_id VARCHAR, channel VARCHAR, date DATE, campaign VARCHAR, spend DECIMAL(18,2),
    currency VARCHAR, impressions BIGINT, clicks BIGINT, conversions DOUBLE,
    conversion_value DECIMAL(18,2));
CREATE TABLE touchpoint (order_id VARCHAR, seen_at TIMESTAMP, channel VARCHAR, campaign VARCHAR);
CREATE TABLE buyer (buyer_id VARCHAR, email VARCHAR, consent BOOLEAN, city VARCHAR, country VARCHAR);
CREATE TABLE message (
    concert_id VARCHAR, channel VARCHAR, sent_on DATE, sends BIGINT, opens BIGINT, clicks BIGINT,
    bounces BIGINT, unsubscribes BIGINT);

-- What others report: one engagement of n shows; a tour as one total; the works of an archived performance.
CREATE TABLE engagement (
    engagement_id VARCHAR, artist_id VARCHAR, venue_id VARCHAR, first_date DATE, last_date DATE,
    shows INTEGER, gross DECIMAL(18,2), currency VARCHAR, tickets_sold INTEGER, capacity INTEGER,
    sell_through DOUBLE);
CREATE TABLE tour_total (
    tour_id VARCHAR, artist_id VARCHAR, tour VARCHAR, first_year INTEGER, last_year INTEGER,
    shows INTEGER, gross DECIMAL(18,2), avg_gross DECIMAL(18,2), currency VARCHAR);
CREATE TABLE performed_work (
    event_id VARCHAR, position INTEGER, composer VARCHAR, work VARCHAR, conductor VARCHAR,
    soloists VARCHAR[]);

-- How rows came in. `run_id` sorts by start time; a run that was killed stays 'failed' with no end.
CREATE TABLE ingest_run (
    run_id VARCHAR, source VARCHAR, started_at TIMESTAMP, ended_at TIMESTAMP, outcome VARCHAR,
    calls BIGINT, retries BIGINT, reported BIGINT, received BIGINT, stored BIGINT,
    budget_left BIGINT, detail VARCHAR);
CREATE TABLE ingest_count (
    run_id VARCHAR, kind VARCHAR, read BIGINT, "new" BIGINT, changed BIGINT, unchanged BIGINT,
    rejected BIGINT);
CREATE TABLE ingest_rejected (
    run_id VARCHAR, kind VARCHAR, file VARCHAR, line BIGINT, column_name VARCHAR, value VARCHAR,
    reason VARCHAR);
