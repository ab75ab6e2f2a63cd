-- How much is known of artists under the filters (counts): artists, with listeners, played for us, dates listed, ahead.
WITH near AS (
    SELECT artist_id, count(*) AS dates, count(*) FILTER (local_date >= p.today) AS ahead,
           count(*) FILTER (is_ours AND tickets_sold IS NOT NULL AND local_date < p.today) AS ours
    FROM touring, published p
    WHERE chosen($markets::VARCHAR[], market) AND chosen($venues::VARCHAR[], venue)
      AND within($date_from::DATE, $date_to::DATE, local_date)
    GROUP BY artist_id
)
SELECT count(*) AS artists, (SELECT count(*) FROM artist) AS known, count(*) FILTER (a.listeners > 0) AS with_listeners,
       count(*) FILTER (n.ours > 0) AS with_our_shows, coalesce(sum(n.dates), 0)::BIGINT AS dates,
       coalesce(sum(n.ahead), 0)::BIGINT AS ahead
FROM artist a LEFT JOIN near n USING (artist_id)
WHERE chosen($genres::VARCHAR[], a.genre)
  AND (n.artist_id IS NOT NULL
       OR ($markets IS NULL AND $venues IS NULL AND $date_from IS NULL AND $date_to IS NULL))
