-- Artists to consider, best record with us first, then most listened: listeners (people), dates listed, our own shows.
-- sell_through = sold / sellable over our played shows; last_play = their last show of ours; NULL = no history of ours.
WITH ours AS (
    SELECT c.artist_id, count(*) AS shows, sum(t.tickets_sold) AS tickets_sold, sum(t.sellable) AS sellable,
           sum(t.tickets_sold) / nullif(sum(t.sellable), 0)::DOUBLE AS sell_through, avg(t.tickets_sold) AS avg_tickets,
           max(c.local_date) AS last_play, arg_max(c.city, c.local_date) AS last_city
    FROM concert c JOIN event_total t USING (concert_id)
    WHERE c.phase = 'played' AND chosen($markets::VARCHAR[], c.market) AND chosen($venues::VARCHAR[], c.venue)
      AND within($date_from::DATE, $date_to::DATE, c.local_date)
    GROUP BY c.artist_id
),
listed AS (
    SELECT artist_id, count(*) AS listed_dates, count(*) FILTER (local_date >= (SELECT today FROM published)) AS upcoming
    FROM touring
    WHERE chosen($markets::VARCHAR[], market) AND chosen($venues::VARCHAR[], venue)
      AND within($date_from::DATE, $date_to::DATE, local_date)
    GROUP BY artist_id
)
SELECT a.artist_id, a.name AS artist, a.genre, a.listeners, a.plays, coalesce(o.shows, 0) AS shows, o.avg_tickets,
       o.sell_through, o.last_play, o.last_city, coalesce(l.listed_dates, 0) AS listed_dates, coalesce(l.upcoming, 0) AS upcoming
FROM artist a LEFT JOIN ours o USING (artist_id) LEFT JOIN listed l USING (artist_id)
WHERE chosen($genres::VARCHAR[], a.genre)
  AND (o.artist_id IS NOT NULL OR l.artist_id IS NOT NULL
       OR ($markets IS NULL AND $venues IS NULL AND $date_from IS NULL AND $date_to IS NULL))
ORDER BY o.sell_through DESC NULLS LAST, o.tickets_sold DESC NULLS LAST, a.listeners DESC NULLS LAST, listed_dates DESC, a.name
LIMIT $limit
