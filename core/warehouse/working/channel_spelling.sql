-- Spellings of a channel that differ in case, accents or blanks only: each with the one most used, which is shown for all.
WITH said AS (
    SELECT channel, count(*) AS n FROM warehouse.order_line GROUP BY channel
    UNION ALL SELECT utm_source, count(*) FROM warehouse.order_line WHERE channel IS NULL GROUP BY utm_source
    UNION ALL SELECT channel, count(*) FROM warehouse.ad_spend_daily GROUP BY channel
    UNION ALL SELECT channel, count(*) FROM warehouse.touchpoint GROUP BY channel
)
SELECT channel AS written, shown FROM (
    SELECT channel, first_value(channel) OVER (
        PARTITION BY folded(channel) ORDER BY n DESC, channel) AS shown
    FROM (SELECT channel, sum(n) AS n FROM said WHERE channel IS NOT NULL GROUP BY channel))
WHERE channel <> shown
