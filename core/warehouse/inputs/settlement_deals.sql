-- Every show that can be settled, with its deal where there is one, people admitted, and its forecast of tickets.
SELECT c.concert_id, c.phase, c.deal_status, c.sellable, d.deal_type, d.guarantee, d.pct, d.basis, d.promoter_profit_pct,
       d.deposit, d.bonus_tiers, n.drop_count, f.tickets_sold, f.p10, f.p25, f.p50, f.p75, f.p90
FROM snapshot.concert c
LEFT JOIN warehouse.deal d ON d.concert_id = c.concert_id
LEFT JOIN snapshot.drop_count n ON n.concert_id = c.concert_id
LEFT JOIN snapshot.forecast f ON f.concert_id = c.concert_id
WHERE c.phase NOT IN ('cancelled')
ORDER BY c.concert_id
