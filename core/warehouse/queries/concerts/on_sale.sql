-- Shows on sale that match the filters, slowest first: share of sellable sold against comparables at the same days out.
-- pace = 100 x pace_index; at_stake = money between the median forecast and what comparables finish at.
SELECT c.concert_id, c.artist AS show, c.artist, c.venue, c.city, c.market, c.genre, c.local_date, c.days_out, c.currency,
       c.sellable, t.tickets_sold, t.gross, t.sell_through, t.avg_ticket_price,
       f.comparable_share AS comparable_sell_through, 100 * f.pace_index AS pace, f.n_comparables, f.declined_reason,
       f.p10, f.p50, f.p90, f.p10 / nullif(c.sellable, 0)::DOUBLE AS range_lo,
       f.p90 / nullif(c.sellable, 0)::DOUBLE AS range_hi, f.sell_out_probability,
       short_of(f.comparable_final_share * c.sellable, f.p50) AS tickets_short,
       (short_of(f.comparable_final_share * c.sellable, f.p50)
            * coalesce(t.avg_ticket_price, c.face_value))::DECIMAL(18, 2) AS at_stake,
       s.break_even_tickets, w.tickets_7d, w.tickets_prior_7d, w.spend_7d, w.spend_prior_7d
FROM concert c
JOIN event_total t USING (concert_id)
LEFT JOIN forecast f USING (concert_id)
LEFT JOIN settlement s USING (concert_id)
LEFT JOIN (
    SELECT d.concert_id, sum(d.tickets_sold) FILTER (d.date >= p.today - 7) AS tickets_7d,
           sum(d.tickets_sold) FILTER (d.date < p.today - 7) AS tickets_prior_7d,
           sum(d.spend) FILTER (d.date >= p.today - 7) AS spend_7d,
           sum(d.spend) FILTER (d.date < p.today - 7) AS spend_prior_7d
    FROM concert_day_channel d, published p
    WHERE d.date >= p.today - 14 AND d.date < p.today GROUP BY d.concert_id
) w USING (concert_id)
WHERE c.phase IN ('on_sale', 'sold_out')
  AND chosen($markets::VARCHAR[], c.market) AND chosen($venues::VARCHAR[], c.venue)
  AND chosen($genres::VARCHAR[], c.genre)
  AND within($date_from::DATE, $date_to::DATE, c.local_date)
ORDER BY f.pace_index NULLS LAST, c.days_out, c.concert_id
