-- Where shows are listed: country and region, and over which years; $concert_ids is not heeded.
SELECT country, region, min(year(local_date)) AS first_year, max(year(local_date)) AS last_year, count(*) AS shows
FROM event, (SELECT $concert_ids::VARCHAR[] AS asked)
WHERE country IS NOT NULL AND local_date IS NOT NULL
GROUP BY country, region ORDER BY country, region
