-- Sales and spend by market, day and channel (tickets; money in the market's currency).
-- market_id NULL = spend for the whole season; channel NULL = sales without a known channel.
SELECT c.market_id, d.date, d.channel, sum(d.tickets_sold)::BIGINT AS tickets_sold,
       sum(d.gross)::DECIMAL(18, 2) AS gross, sum(d.spend)::DECIMAL(18, 2) AS spend,
       sum(d.impressions)::BIGINT AS impressions, sum(d.clicks)::BIGINT AS clicks, min(d.currency) AS currency
FROM snapshot.concert_day_channel d
LEFT JOIN snapshot.concert c ON c.concert_id = d.concert_id
GROUP BY c.market_id, d.date, d.channel
ORDER BY c.market_id, d.date, d.channel
