-- Shows on sale that match the filters, slowest first: share of sellable sold against comparables at the same days out.
-- pace = 100 x pace_index; at_stake = money between the median forecast and what comparables finish at.
SELECT concert_id, artist AS show, artist, venue, city, market, genre, local_date, days_out, currency,
       sellable, tickets_sold, gross, sell_through, avg_ticket_price,
       comparable_share AS comparable_sell_through, 100 * pace_index AS pace, n_comparables, declined_reason,
       p10, p50, p90, p10 / nullif(sellable, 0)::DOUBLE AS range_lo, p90 / nullif(sellable, 0)::DOUBLE AS range_hi,
       sell_out_probability, short_of(comparable_final_share * sellable, p50) AS tickets_short,
       (short_of(comparable_final_share * sellable, p50) * coalesce(avg_ticket_price, face_value))::DECIMAL(18, 2) AS at_stake,
       break_even_tickets, tickets_7d, tickets_prior_7d, spend_7d, spend_prior_7d
FROM standing
WHERE phase IN ('on_sale', 'sold_out')
  AND chosen($markets::VARCHAR[], market) AND chosen($venues::VARCHAR[], venue)
  AND chosen($genres::VARCHAR[], genre) AND within($date_from::DATE, $date_to::DATE, local_date)
ORDER BY pace_index NULLS LAST, days_out, concert_id
