-- Spend and gross of each show by month of spend and sale, by currency (money); the month of today is partial.
SELECT d.concert_id, d.currency, date_trunc('month', d.date)::DATE AS month, sum(d.spend)::DECIMAL(18, 2) AS spend,
       sum(d.gross)::DECIMAL(18, 2) AS gross, sum(d.tickets_sold)::BIGINT AS tickets,
       date_trunc('month', d.date)::DATE = date_trunc('month', any_value(p.today))::DATE AS partial
FROM concert_day_channel d, published p
WHERE d.date <= p.today
GROUP BY d.concert_id, d.currency, date_trunc('month', d.date) ORDER BY d.concert_id, d.currency, month
