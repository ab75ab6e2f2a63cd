-- Plays by listener and artist; of many listeners the same 20,000 every time.
SELECT l.user_id, l.artist_id, l.plays FROM warehouse.listen l
WHERE l.plays > 0 AND l.user_id IN (
    SELECT user_id FROM (SELECT DISTINCT user_id FROM warehouse.listen) ORDER BY hash(user_id), user_id LIMIT 20000)
ORDER BY l.user_id, l.artist_id
