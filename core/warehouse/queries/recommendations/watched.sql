-- Watched artists: audience, growth with its spike flag, and the next date on file.
SELECT a.artist_id, a.name AS artist, a.genre, a.listeners, g.metric, g.recent, g.before, g.growth, g.deviations,
       coalesce(g.deviations >= 2, false) AS spike, coalesce(g.declined, 'No dated audience figure on file.') AS declined,
       n.local_date AS next_date, n.city AS next_city
FROM artist a
LEFT JOIN (SELECT * FROM artist_growth QUALIFY row_number() OVER (
               PARTITION BY artist_id ORDER BY deviations DESC NULLS LAST, metric) = 1) g USING (artist_id)
LEFT JOIN (SELECT artist_id, min(local_date) AS local_date, arg_min(city, local_date) AS city FROM touring
           WHERE local_date >= (SELECT today FROM published) AND coalesce(status, 'onsale') <> 'cancelled'
           GROUP BY artist_id) n USING (artist_id)
WHERE list_contains($artist_ids::VARCHAR[], a.artist_id)
ORDER BY g.deviations DESC NULLS LAST, a.name
