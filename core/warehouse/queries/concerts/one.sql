-- One show whole: names, capacity, tickets, money (in its currency), pace, forecast, deal and result.
SELECT c.*, t.tickets_sold, t.refunded, t.refunded_amount, t.gross, t.sell_through, t.avg_ticket_price,
       greatest(c.sellable - t.tickets_sold + t.refunded, 0) AS open, t.last_sold_on,
       f.pace_index, f.comparable_share, f.comparable_final_share, f.p10, f.p25, f.p50, f.p75, f.p90,
       f.sell_out_probability, f.n_comparables, f.declined_reason,
       s.net_gross, s.split_point, s.overage, s.walkout, s.promoter_result, s.break_even_tickets,
       s.status AS settlement_status, s.result_lo, s.result_hi, s.chance_of_profit,
       o.promoter_result AS result_mid,
       d.drop_count, 1 - d.drop_count / nullif(t.tickets_sold + coalesce(c.comps, 0), 0)::DOUBLE AS no_show_rate,
       d.per_cap_merch, d.per_cap_fnb
FROM concert c
JOIN event_total t USING (concert_id)
LEFT JOIN forecast f USING (concert_id)
LEFT JOIN settlement s USING (concert_id)
LEFT JOIN drop_count d USING (concert_id)
LEFT JOIN deal_outcome o ON o.concert_id = c.concert_id AND o.agreed AND o.basis = 'forecast'
WHERE c.concert_id = $concert_id
