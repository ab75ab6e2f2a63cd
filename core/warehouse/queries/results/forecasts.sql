-- The published forecast of every show that matches the filters, soonest first (tickets; probabilities are fractions).
SELECT f.concert_id, c.artist, c.venue, c.city, c.market, c.genre, c.local_date, c.phase, f.as_of, f.days_out,
       f.tickets_sold, f.sellable, f.p10, f.p25, f.p50, f.p75, f.p90, f.sell_out_probability, f.n_comparables,
       f.declined_reason, f.pace_index
FROM forecast f JOIN concert c USING (concert_id)
WHERE chosen($markets::VARCHAR[], c.market) AND chosen($venues::VARCHAR[], c.venue)
  AND chosen($genres::VARCHAR[], c.genre) AND within($date_from::DATE, $date_to::DATE, c.local_date)
ORDER BY c.local_date, f.concert_id
