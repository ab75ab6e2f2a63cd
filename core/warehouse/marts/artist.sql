-- Every artist with counts of what we know: listeners (people), our shows, listed dates.
SELECT a.* EXCLUDE (name_key), l.listeners, l.plays, coalesce(c.our_shows, 0) AS our_shows,
       coalesce(e.listed_dates, 0) AS listed_dates
FROM warehouse.artist a
LEFT JOIN (SELECT artist_id, count(DISTINCT user_id) AS listeners, sum(plays)::BIGINT AS plays
           FROM warehouse.listen GROUP BY artist_id) l ON l.artist_id = a.artist_id
LEFT JOIN (SELECT artist_id, count(*) AS our_shows FROM warehouse.concert GROUP BY artist_id) c
       ON c.artist_id = a.artist_id
LEFT JOIN (SELECT artist_id, count(*) AS listed_dates FROM warehouse.event_artist GROUP BY artist_id) e
       ON e.artist_id = a.artist_id
ORDER BY a.artist_id
