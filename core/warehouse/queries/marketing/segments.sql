-- Buyers by lifecycle segment (people), of the markets chosen by where they bought most.
SELECT l.segment AS label, sum(l.buyers)::BIGINT AS value FROM lifecycle l LEFT JOIN market m USING (market_id)
WHERE chosen($markets::VARCHAR[], m.name)
GROUP BY l.segment ORDER BY value DESC, label
