-- How near two genres are, 0 to 1: cosine of the tags of their artists (60 genres and 200 tags used most), at least
-- 0.2, because an evening is spent once; 1 for one genre.
WITH tagged AS (
    SELECT a.genre, t.tag, sum(coalesce(t.weight, 1)) AS weight
    FROM warehouse.artist_tag t JOIN warehouse.artist a USING (artist_id) WHERE a.genre IS NOT NULL GROUP BY ALL
),
genre AS (SELECT genre FROM tagged GROUP BY genre ORDER BY sum(weight) DESC, genre LIMIT 60),
tag AS (SELECT tag FROM tagged GROUP BY tag ORDER BY sum(weight) DESC, tag LIMIT 200),
used AS (SELECT t.* FROM tagged t SEMI JOIN genre USING (genre) SEMI JOIN tag USING (tag)),
length AS (SELECT genre, sqrt(sum(weight * weight)) AS length FROM used GROUP BY genre)
SELECT a.genre, b.genre AS other_genre, 
       greatest(least(sum(a.weight * b.weight) / any_value(l.length * m.length), 1), 0.2) AS closeness
FROM used a JOIN used b USING (tag) JOIN length l ON l.genre = a.genre JOIN length m ON m.genre = b.genre
WHERE a.genre <> b.genre
GROUP BY a.genre, b.genre
UNION ALL
SELECT DISTINCT genre, genre, 1 FROM warehouse.artist WHERE genre IS NOT NULL
ORDER BY ALL
