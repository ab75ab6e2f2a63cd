-- Where the cities of venues are that no source gave coordinates of: degrees (WGS 84), from which source, and how
-- sure (found, ambiguous, unknown); place is the city taken, others its namesakes. Filled anew by each ingest.
CREATE TABLE city_place (
    city VARCHAR, region VARCHAR, country VARCHAR, latitude DOUBLE, longitude DOUBLE, located_by VARCHAR,
    state VARCHAR, place VARCHAR, others VARCHAR);
