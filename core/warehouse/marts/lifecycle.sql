-- Buyers by lifecycle segment today (people), in the market where they bought most.
SELECT market_id, segment, count(*) AS buyers FROM snapshot.buyer GROUP BY market_id, segment ORDER BY market_id, segment
