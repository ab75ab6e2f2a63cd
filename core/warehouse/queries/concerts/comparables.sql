-- The shows that one show (compared_with), or each where $concert_id is NULL, is compared with: why, how much they weigh
-- (0 to 1) and how they ended (share of sellable).
SELECT k.other_concert_id AS concert_id, s.artist, s.venue, s.city, s.local_date, s.genre,
       k.weight, k.reason, k.flags, s.tickets_sold, s.sellable, s.sell_through, k.concert_id AS compared_with
FROM comparable k
JOIN standing s ON s.concert_id = k.other_concert_id
WHERE $concert_id::VARCHAR IS NULL OR k.concert_id = $concert_id
ORDER BY k.concert_id, k.weight DESC, k.other_concert_id
