-- Who was in which lifecycle segment so many months before $today and is in which today (people), by market.
-- before NULL = had not bought yet.
WITH early AS (
    SELECT buyer_id, count(last_on_3) AS shows_3, max(last_on_3) AS last_on_3, count(last_on_6) AS shows_6,
           max(last_on_6) AS last_on_6, count(last_on_12) AS shows_12, max(last_on_12) AS last_on_12
    FROM temp.purchase GROUP BY buyer_id
),
alike AS (
    SELECT b.market_id, b.segment AS after, count(*) AS buyers,
           snapshot.lifecycle_of(nullif(shows_3, 0), last_on_3, $today::DATE - INTERVAL 3 MONTH) AS "3",
           snapshot.lifecycle_of(nullif(shows_6, 0), last_on_6, $today::DATE - INTERVAL 6 MONTH) AS "6",
           snapshot.lifecycle_of(nullif(shows_12, 0), last_on_12, $today::DATE - INTERVAL 12 MONTH) AS "12"
    FROM snapshot.buyer b JOIN early USING (buyer_id) GROUP BY ALL
)
SELECT market_id, months::INTEGER AS months, before, after, sum(buyers)::BIGINT AS buyers
FROM alike UNPIVOT INCLUDE NULLS (before FOR months IN ("3", "6", "12"))
GROUP BY ALL ORDER BY ALL
