-- Kinds of buyers for BG/NBD: days with a purchase after the first, days from first to last and to $today; how many (people).
SELECT frequency, date_diff('day', first_on, last_on) AS recency_days, date_diff('day', first_on, $today::DATE) AS age_days,
       count(*) AS buyers
FROM snapshot.buyer GROUP BY ALL ORDER BY ALL
