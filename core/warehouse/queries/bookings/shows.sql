-- Our shows as a booking decision sees them (tickets; price = mean face value in the show's currency).
-- decided_on = the day the booking stood: announced, else on sale, else 90 days before; tickets_sold only once played.
SELECT c.concert_id, c.artist_id, c.artist, c.venue_id, c.venue, c.city, c.country, v.venue_capacity, c.genre,
       c.local_date,
       least(coalesce(c.announce_date, c.onsale_date, c.local_date - 90), c.local_date) AS decided_on,
       c.face_value::DOUBLE AS price, c.sellable, c.gross_potential::DOUBLE AS gross_potential, c.currency,
       CASE WHEN c.phase = 'played' THEN t.tickets_sold END AS tickets_sold,
       c.phase IN ('cancelled', 'postponed') AS cancelled, d.deal_type, d.guarantee::DOUBLE AS guarantee,
       EXISTS (FROM expense x WHERE x.concert_id = c.concert_id) AS has_expenses
FROM concert c JOIN event_total t USING (concert_id)
LEFT JOIN deal d USING (concert_id) LEFT JOIN venue v ON v.venue_id = c.venue_id
WHERE c.phase <> 'hold' AND c.local_date IS NOT NULL
ORDER BY c.local_date, c.concert_id
