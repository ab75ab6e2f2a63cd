-- The shows one show is compared with: why, how much they weigh (0 to 1) and how they ended (share of sellable).
SELECT k.other_concert_id AS concert_id, c.artist, c.venue, c.city, c.local_date, c.genre, k.weight, k.reason, k.flags,
       t.tickets_sold, c.sellable, t.sell_through
FROM comparable k
JOIN concert c ON c.concert_id = k.other_concert_id
JOIN event_total t ON t.concert_id = k.other_concert_id
WHERE k.concert_id = $concert_id
ORDER BY k.weight DESC, k.other_concert_id
