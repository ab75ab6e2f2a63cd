-- One row a show of ours as it stands: the concert with its tickets, money (in its currency), forecast, deal and result.
-- Built last, so that a page asks one table about a show. purchase_horizon = days out by which half of its tickets had
-- been bought, comparable_horizon = the median of its comparables (days); *_7d = the seven days before $today.
WITH half AS (
    SELECT p.concert_id, max(p.days_out) FILTER (2 * p.tickets_sold >= e.tickets_sold) AS days_out
    FROM snapshot.pacing p JOIN snapshot.event_total e USING (concert_id) GROUP BY p.concert_id
),
comparable_half AS (
    SELECT k.concert_id, median(half.days_out) AS days_out
    FROM snapshot.comparable k JOIN half ON half.concert_id = k.other_concert_id GROUP BY k.concert_id
),
week AS (
    SELECT concert_id, sum(tickets_sold) FILTER (date >= $today::DATE - 7) AS tickets_7d,
           sum(tickets_sold) FILTER (date < $today::DATE - 7) AS tickets_prior_7d,
           sum(spend) FILTER (date >= $today::DATE - 7) AS spend_7d,
           sum(spend) FILTER (date < $today::DATE - 7) AS spend_prior_7d
    FROM snapshot.concert_day_channel
    WHERE date >= $today::DATE - 14 AND date < $today::DATE GROUP BY concert_id
)
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
       half.days_out AS purchase_horizon, comparable_half.days_out AS comparable_horizon,
       week.tickets_7d, week.tickets_prior_7d, week.spend_7d, week.spend_prior_7d
FROM snapshot.concert c
JOIN snapshot.event_total t USING (concert_id)
LEFT JOIN snapshot.forecast f USING (concert_id)
LEFT JOIN snapshot.settlement s USING (concert_id)
LEFT JOIN snapshot.drop_count d USING (concert_id)
LEFT JOIN snapshot.deal_outcome o ON o.concert_id = c.concert_id AND o.agreed AND o.basis = 'forecast'
LEFT JOIN half USING (concert_id)
LEFT JOIN comparable_half USING (concert_id)
LEFT JOIN week USING (concert_id)
ORDER BY c.local_date, c.concert_id
