-- What one show of ours was agreed on: deal, and the fees and tax of its main ticket type (money in its currency).
SELECT d.deal_type, d.guarantee, d.pct, d.basis, d.promoter_profit_pct, t.facility_fee, t.pre_settlement_fee, t.tax_rate,
       t.tax_included
FROM (SELECT $concert_id AS concert_id) asked
LEFT JOIN deal d USING (concert_id)
LEFT JOIN (SELECT * FROM ticket_type WHERE concert_id = $concert_id ORDER BY allotment DESC, name LIMIT 1) t
       ON t.concert_id = asked.concert_id
