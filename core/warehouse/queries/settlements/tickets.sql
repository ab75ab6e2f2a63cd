-- Ticket types of shows with a price list, and what each has sold (tickets; money in the show's currency).
SELECT tt.concert_id, tt.name, tt.face_value, coalesce(tt.comps, 0) AS comps,
       greatest(tt.allotment - coalesce(tt.comps, 0) - coalesce(tt.kills, 0), 0) AS sellable,
       coalesce(tt.facility_fee, 0) AS facility_fee, coalesce(tt.pre_settlement_fee, 0) AS pre_settlement_fee,
       coalesce(tt.tax_rate, 0) AS tax_rate, coalesce(tt.tax_included, true) AS tax_included,
       t.tickets_sold AS qty, t.gross, t.refunded AS refunded_qty, t.refunded_amount
FROM ticket_type tt JOIN ticket_count t ON t.concert_id = tt.concert_id AND t.level = tt.name
ORDER BY tt.concert_id, tt.face_value, tt.name
