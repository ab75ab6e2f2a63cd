-- One show whole: names, capacity, tickets, money (in its currency), pace, forecast, deal and result.
-- purchase_horizon = days out by which half of its tickets had been bought, comparable_horizon = their median (days).
SELECT c.*, t.tickets_sold, t.refunded, t.refunded_amount, t.gross, t.sell_through, t.avg_ticket_price,
       greatest(c.sellable - t.tickets_sold + t.refunded, 0) AS open, t.last_sold_on,
       f.pace_index, f.comparable_share, f.comparable_final_share, f.p10, f.p25, f.p50, f.p75, f.p90,
       f.sell_out_probability, f.n_comparables, f.declined_reason,
       s.net_gross, s.split_point, s.overage, s.walkout, s.promoter_result, s.break_even_tickets,
       s.break_even_external, s.reason AS settlement_reason,
       s.status AS settlement_status, s.result_lo, s.result_hi, s.chance_of_profit,
       o.promoter_result AS result_mid,
       d.drop_count, 1 - d.drop_count / nullif(t.tickets_sold + coalesce(c.comps, 0), 0)::DOUBLE AS no_show_rate,
       d.per_cap_merch, d.per_cap_fnb, d.merch_gross, d.fnb_gross,
       h.purchase_horizon, k.comparable_horizon
FROM concert c
JOIN event_total t USING (concert_id)
LEFT JOIN forecast f USING (concert_id)
LEFT JOIN settlement s USING (concert_id)
LEFT JOIN drop_count d USING (concert_id)
LEFT JOIN deal_outcome o ON o.concert_id = c.concert_id AND o.agreed AND o.basis = 'forecast'
LEFT JOIN (
    SELECT max(p.days_out) FILTER (2 * p.tickets_sold >= e.tickets_sold) AS purchase_horizon
    FROM pacing p JOIN event_total e USING (concert_id) WHERE p.concert_id = $concert_id
) h ON true
LEFT JOIN (
    SELECT median(half) AS comparable_horizon FROM (
        SELECT max(p.days_out) FILTER (2 * p.tickets_sold >= e.tickets_sold) AS half
        FROM comparable k JOIN pacing p ON p.concert_id = k.other_concert_id
        JOIN event_total e ON e.concert_id = k.other_concert_id
        WHERE k.concert_id = $concert_id GROUP BY k.other_concert_id)
) k ON true
WHERE c.concert_id = $concert_id
