-- What outside sources say in their own words, beside what we make of it: listings, venues, acts, lookups.

-- The rest of a Ticketmaster listing; one row for each row of `event` with that source. `attraction_keys` are the
-- acts in their order, by id, else by name.
CREATE TABLE listing (
    event_id VARCHAR, listing_source VARCHAR, segment VARCHAR, sub_genre VARCHAR, is_parking BOOLEAN,
    product_ids VARCHAR[], previous_date DATE, venue_name VARCHAR, venue_city VARCHAR, venue_country VARCHAR,
    attraction_names VARCHAR[], attraction_keys VARCHAR[]);

-- A venue as a source spells it; `venue_id` is ours.
CREATE TABLE source_venue (
    source VARCHAR, venue_source_id VARCHAR, name VARCHAR, address VARCHAR, city VARCHAR, region VARCHAR,
    country VARCHAR, postal_code VARCHAR, latitude DOUBLE, longitude DOUBLE, timezone VARCHAR, url VARCHAR,
    venue_id VARCHAR);

-- An act as a source spells it. `matched_by` says how `artist_id` was found: decision (a person's), known, link,
-- mbid, name; or new (no artist had this name), tribute, ambiguous (kept apart until a person says; `candidate_ids`
-- are the artists it may be).
CREATE TABLE attraction (
    source VARCHAR, attraction_source_id VARCHAR, name VARCHAR, url VARCHAR, image_url VARCHAR, genre VARCHAR,
    sub_genre VARCHAR, mbid VARCHAR, spotify_artist_id VARCHAR, is_tribute BOOLEAN, artist_id VARCHAR,
    matched_by VARCHAR, candidate_ids VARCHAR[]);

-- When an artist of ours was last looked up at a source, and what it found there. `matched_by`: link, name,
-- mbid; or unmatched, ambiguous.
CREATE TABLE artist_lookup (
    source VARCHAR, artist_id VARCHAR, source_artist_id VARCHAR, name VARCHAR, url VARCHAR, image_url VARCHAR,
    area VARCHAR, country VARCHAR, matched_by VARCHAR, candidate_ids VARCHAR[], looked_up_on DATE);
CREATE TABLE artist_link (artist_id VARCHAR, source VARCHAR, kind VARCHAR, url VARCHAR);

-- Spotify's own figures, where the account may see them, to be shown as Spotify's with their date. Spotify's terms
-- forbid deriving metrics or training on them, so they stand apart: no mart, question or model reads this table.
CREATE TABLE spotify_figure (spotify_artist_id VARCHAR, date DATE, popularity INTEGER, followers BIGINT);
