-- What shows of ours were agreed on: deal, and the fees and tax of the main ticket type (money in the show's currency).
SELECT c.concert_id, d.deal_type, d.guarantee, d.pct, d.basis, d.promoter_profit_pct, t.facility_fee, t.pre_settlement_fee,
       t.tax_rate, t.tax_included
FROM concert c
LEFT JOIN deal d USING (concert_id)
LEFT JOIN (FROM ticket_type QUALIFY row_number() OVER (PARTITION BY concert_id ORDER BY allotment DESC, name) = 1) t
     USING (concert_id)
ORDER BY c.concert_id
