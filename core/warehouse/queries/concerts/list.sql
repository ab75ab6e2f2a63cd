-- Our shows that match the filters, soonest first: where they stand in tickets, share of sellable, money and pace.
-- Money in the show's currency; pace_index and shares are fractions; range_* are the 80 % range as a share of sellable.
SELECT c.concert_id, c.artist, c.support, c.venue, c.city, c.market, c.genre, c.local_date, c.onsale_date, c.days_out,
       c.phase, c.deal_status, c.currency, c.sellable, c.comps, c.kills, c.face_value, c.gross_potential,
       t.tickets_sold, t.refunded, t.gross, t.sell_through, t.avg_ticket_price,
       greatest(c.sellable - t.tickets_sold + t.refunded, 0) AS open,
       f.pace_index, f.comparable_share, f.comparable_final_share, f.p10, f.p50, f.p90,
       f.p10 / nullif(c.sellable, 0)::DOUBLE AS range_lo, f.p90 / nullif(c.sellable, 0)::DOUBLE AS range_hi,
       f.sell_out_probability, f.n_comparables, f.declined_reason,
       s.walkout, s.promoter_result, s.break_even_tickets, s.status AS settlement_status
FROM concert c
JOIN event_total t USING (concert_id)
LEFT JOIN forecast f USING (concert_id)
LEFT JOIN settlement s USING (concert_id)
WHERE chosen($markets::VARCHAR[], c.market) AND chosen($venues::VARCHAR[], c.venue)
  AND chosen($genres::VARCHAR[], c.genre)
  AND within($date_from::DATE, $date_to::DATE, c.local_date)
ORDER BY c.local_date, c.concert_id
