-- The ticket count of one show, or of each where $concert_id is NULL, by price level: tickets sold, open, comps, kills; gross
-- in the show's currency.
SELECT level, face_value, allotment, tickets_sold, open, comps, kills, refunded, gross, currency, concert_id
FROM ticket_count WHERE $concert_id::VARCHAR IS NULL OR concert_id = $concert_id
ORDER BY concert_id, face_value, level
