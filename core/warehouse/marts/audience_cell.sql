-- Buyers by market, lifecycle segment and scores (people): how many can be addressed, what they paid (money of their
-- currency), purchases expected in the next year (BG/NBD; NULL where it could not be fitted).
SELECT b.market_id, b.currency, b.segment, b.r, b.f, b.m, count(*) AS buyers,
       count(*) FILTER (b.consent AND b.email_sha256 IS NOT NULL) AS reachable, sum(b.gross)::DECIMAL(18, 2) AS gross,
       sum(o.expected_year) AS expected_year, sum(o.alive) AS alive
FROM snapshot.buyer b
LEFT JOIN purchase_odds o ON o.frequency = b.frequency AND o.recency_days = date_diff('day', b.first_on, b.last_on)
                             AND o.age_days = date_diff('day', b.first_on, $today::DATE)
GROUP BY b.market_id, b.currency, b.segment, b.r, b.f, b.m ORDER BY b.market_id, b.segment, b.r, b.f, b.m
