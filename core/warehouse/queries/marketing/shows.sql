-- What was spent on each show and what it sold (money in its currency): cost_per_ticket = spend / all tickets sold.
SELECT c.concert_id, c.artist, c.city, c.local_date, c.phase, c.currency, sum(d.spend)::DECIMAL(18, 2) AS spend,
       sum(d.tickets)::BIGINT AS tickets, sum(d.gross)::DECIMAL(18, 2) AS gross,
       CASE WHEN sum(d.spend) > 0 THEN sum(d.spend)::DOUBLE / nullif(sum(d.tickets), 0) END AS cost_per_ticket,
       t.sell_through
FROM campaign_total d JOIN concert c USING (concert_id) JOIN event_total t USING (concert_id)
WHERE chosen($markets::VARCHAR[], c.market) AND chosen($venues::VARCHAR[], c.venue)
  AND chosen($genres::VARCHAR[], c.genre) AND within($date_from::DATE, $date_to::DATE, c.local_date)
GROUP BY c.concert_id, c.artist, c.city, c.local_date, c.phase, c.currency, t.sell_through
HAVING sum(d.spend) > 0
ORDER BY spend DESC, c.concert_id
