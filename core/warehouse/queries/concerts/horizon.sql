-- How early people bought one show: tickets sold and their share, by days before the show (bands, furthest first).
SELECT band, min(days_out) AS from_days_out, sum(tickets_sold_day)::BIGINT AS tickets_sold,
       sum(tickets_sold_day) / sum(sum(tickets_sold_day)) OVER ()::DOUBLE AS share
FROM (SELECT *, CASE WHEN days_out > 60 THEN 'over 60 days' WHEN days_out > 30 THEN '31 to 60 days'
                     WHEN days_out > 14 THEN '15 to 30 days' WHEN days_out > 7 THEN '8 to 14 days'
                     WHEN days_out > 0 THEN '1 to 7 days' ELSE 'on the day' END AS band
      FROM pacing WHERE concert_id = $concert_id)
GROUP BY band ORDER BY max(days_out) DESC
