-- The ticket count of one show by price level: tickets sold, open, comps, kills; gross in the show's currency.
SELECT level, face_value, allotment, tickets_sold, open, comps, kills, refunded, gross, currency
FROM ticket_count WHERE concert_id = $concert_id ORDER BY face_value, level
