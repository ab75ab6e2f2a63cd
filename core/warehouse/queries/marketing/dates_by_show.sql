-- Spend and sales of each show by $grain (day, week from Monday, month), by currency (money); partial = it is not over.
-- concert_id NULL = spend for the whole season.
SELECT t.concert_id, t.currency, date_trunc($grain::VARCHAR, t.date)::DATE AS starts_on,
       date_trunc($grain::VARCHAR, t.date) = date_trunc($grain::VARCHAR, any_value(p.today)) AS partial,
       sum(t.spend)::DECIMAL(18, 2) AS spend, sum(t.impressions)::BIGINT AS impressions, sum(t.clicks)::BIGINT AS clicks,
       sum(t.conversions)::DOUBLE AS conversions, sum(t.tickets)::BIGINT AS tickets, sum(t.gross)::DECIMAL(18, 2) AS gross,
       sum(t.orders)::BIGINT AS orders, sum(t.new_buyers)::BIGINT AS new_buyers
FROM campaign_day t, published p
GROUP BY t.concert_id, t.currency, date_trunc($grain::VARCHAR, t.date) ORDER BY t.concert_id, t.currency, starts_on
