-- Spend and gross by month of spend and sale, by currency (money); the last month may be partial.
SELECT d.currency, date_trunc('month', d.date)::DATE AS month, sum(d.spend)::DECIMAL(18, 2) AS spend,
       sum(d.gross)::DECIMAL(18, 2) AS gross, sum(d.tickets_sold)::BIGINT AS tickets,
       date_trunc('month', d.date)::DATE = date_trunc('month', p.today)::DATE AS partial
FROM concert_day_channel d
LEFT JOIN concert c USING (concert_id), published p
WHERE d.date <= p.today
  AND chosen($markets::VARCHAR[], c.market) AND chosen($venues::VARCHAR[], c.venue)
  AND chosen($genres::VARCHAR[], c.genre) AND within($date_from::DATE, $date_to::DATE, c.local_date)
GROUP BY d.currency, month, partial ORDER BY d.currency, month
