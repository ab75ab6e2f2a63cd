-- Kinds of buyers for BG/NBD: days with a purchase after the first, days from first to last and to today; how many (people).
SELECT frequency, recency_days, age_days, count(*) AS buyers FROM snapshot.buyer GROUP BY ALL ORDER BY ALL
