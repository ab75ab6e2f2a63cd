-- Ticket types of shows with a price list, and what each has sold (tickets; money in the show's currency).
-- $concert_ids: of these shows; NULL: of all.
SELECT tt.concert_id, tt.name, tt.face_value, coalesce(tt.comps, 0) AS comps,
       greatest(tt.allotment - coalesce(tt.comps, 0) - coalesce(tt.kills, 0), 0) AS sellable,
       coalesce(tt.facility_fee, 0) AS facility_fee, coalesce(tt.pre_settlement_fee, 0) AS pre_settlement_fee,
       coalesce(tt.tax_rate, 0) AS tax_rate, coalesce(tt.tax_included, true) AS tax_included,
       coalesce(l.sold, 0) AS qty, coalesce(l.gross, 0)::DECIMAL(18, 2) AS gross, coalesce(l.refunded, 0) AS refunded_qty,
       coalesce(l.refunded_amount, 0)::DECIMAL(18, 2) AS refunded_amount
FROM ticket_type tt
LEFT JOIN level_total l ON l.concert_id = tt.concert_id AND l.ticket_type = tt.name
WHERE chosen($concert_ids::VARCHAR[], tt.concert_id)
ORDER BY tt.concert_id, tt.face_value, tt.name
