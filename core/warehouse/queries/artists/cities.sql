-- Where one artist has played or will: listed dates (counts) by city, most first, at most 4.
SELECT city AS label, count(*) AS value, count(*) FILTER (local_date >= (SELECT today FROM published)) AS ahead
FROM touring WHERE artist_id = $artist_id AND city IS NOT NULL
GROUP BY city ORDER BY value DESC, label LIMIT 4
