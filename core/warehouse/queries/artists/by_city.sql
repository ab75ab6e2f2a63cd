-- How one artist sold by city in our rooms (share of sellable), with shows.
SELECT city, count(*) AS shows, sum(tickets_sold) / nullif(sum(sellable), 0)::DOUBLE AS sell_through,
       min(sell_through) AS lo, max(sell_through) AS hi
FROM touring WHERE artist_id = $artist_id AND is_ours AND sell_through IS NOT NULL
  AND local_date < (SELECT today FROM published)
GROUP BY city ORDER BY sell_through DESC, city
