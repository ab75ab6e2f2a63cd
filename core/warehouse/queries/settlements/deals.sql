-- Shows that can be settled, each with its deal where there is one, people admitted, and its forecast of tickets.
-- of_no_type: tickets sold of types that are not on file.
SELECT c.concert_id, c.phase, c.deal_status, c.sellable, c.currency, d.deal_type, d.guarantee, d.pct, d.basis,
       d.promoter_profit_pct, d.deposit, d.bonus_tiers, n.drop_count, f.tickets_sold, f.p10, f.p25, f.p50, f.p75, f.p90,
       coalesce(e.tickets_sold, 0) - coalesce(k.tickets_sold, 0) AS of_no_type
FROM concert c
LEFT JOIN deal d ON d.concert_id = c.concert_id
LEFT JOIN drop_count n ON n.concert_id = c.concert_id
LEFT JOIN forecast f ON f.concert_id = c.concert_id
LEFT JOIN event_total e ON e.concert_id = c.concert_id
LEFT JOIN (SELECT concert_id, sum(tickets_sold)::BIGINT AS tickets_sold FROM ticket_count GROUP BY concert_id) k
    ON k.concert_id = c.concert_id
WHERE c.phase NOT IN ('cancelled')
ORDER BY c.concert_id
