-- Shows that can be settled, each with its deal where there is one, people admitted, and its forecast of tickets.
SELECT c.concert_id, c.phase, c.deal_status, c.sellable, c.currency, d.deal_type, d.guarantee, d.pct, d.basis,
       d.promoter_profit_pct, d.deposit, d.bonus_tiers, n.drop_count, f.tickets_sold, f.p10, f.p25, f.p50, f.p75, f.p90
FROM concert c
LEFT JOIN deal d ON d.concert_id = c.concert_id
LEFT JOIN drop_count n ON n.concert_id = c.concert_id
LEFT JOIN forecast f ON f.concert_id = c.concert_id
WHERE c.phase NOT IN ('cancelled')
ORDER BY c.concert_id
