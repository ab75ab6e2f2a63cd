-- Our shows that match the filters, soonest first: where they stand in tickets, share of sellable, money and pace.
-- Money in the show's currency; pace_index and shares are fractions; range_* are the 80 % range as a share of sellable.
SELECT concert_id, artist, support, venue, city, market, genre, local_date, onsale_date, days_out,
       phase, deal_status, currency, sellable, comps, kills, face_value, gross_potential,
       tickets_sold, refunded, gross, sell_through, avg_ticket_price, open,
       pace_index, comparable_share, comparable_final_share, p10, p50, p90,
       p10 / nullif(sellable, 0)::DOUBLE AS range_lo, p90 / nullif(sellable, 0)::DOUBLE AS range_hi,
       sell_out_probability, n_comparables, declined_reason,
       walkout, promoter_result, break_even_tickets, settlement_status
FROM standing
WHERE chosen($markets::VARCHAR[], market) AND chosen($venues::VARCHAR[], venue)
  AND chosen($genres::VARCHAR[], genre) AND within($date_from::DATE, $date_to::DATE, local_date)
ORDER BY local_date, concert_id
