-- The ticket count of one show by price level: tickets sold, open, comps, kills; gross in the show's currency.
SELECT tt.name AS level, tt.face_value, tt.allotment, coalesce(o.sold, 0) AS tickets_sold,
       greatest(tt.allotment - coalesce(tt.comps, 0) - coalesce(tt.kills, 0) - coalesce(o.sold, 0)
                + coalesce(o.refunded, 0), 0) AS open,
       tt.comps, tt.kills, coalesce(o.refunded, 0) AS refunded, coalesce(o.gross, 0)::DECIMAL(18, 2) AS gross, tt.currency
FROM ticket_type tt
LEFT JOIN level_total o ON o.concert_id = tt.concert_id AND o.ticket_type = tt.name
WHERE tt.concert_id = $concert_id
ORDER BY tt.face_value, tt.name
