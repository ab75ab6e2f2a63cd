-- The settlement of every show that matches the filters, newest first (money in its currency).
-- status: preview, in_settlement or settled; reason says why a show could not be settled.
SELECT s.concert_id, c.artist, c.venue, c.city, c.market, c.genre, c.local_date, c.currency, s.gross, s.refunded,
       s.adjusted_gross, s.tax, s.net_gross, s.expenses, s.split_point, s.overage, s.walkout, s.promoter_result,
       s.break_even_tickets, s.break_even_external, s.status, s.reason
FROM settlement s JOIN concert c USING (concert_id)
WHERE chosen($markets::VARCHAR[], c.market) AND chosen($venues::VARCHAR[], c.venue)
  AND chosen($genres::VARCHAR[], c.genre) AND within($date_from::DATE, $date_to::DATE, c.local_date)
ORDER BY c.local_date DESC, s.concert_id
