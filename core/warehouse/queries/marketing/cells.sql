-- Buyers by market, lifecycle segment and scores of recency, frequency and money (people), in the markets chosen.
SELECT m.name AS market, a.currency, a.segment, a.r, a.f, a.m, a.buyers, a.reachable, a.gross::DOUBLE AS gross,
       a.expected_year, a.alive
FROM audience_cell a LEFT JOIN market m USING (market_id)
WHERE chosen($markets::VARCHAR[], m.name)
ORDER BY market, a.segment, a.r, a.f, a.m
