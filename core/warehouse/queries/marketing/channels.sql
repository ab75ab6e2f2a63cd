-- What each channel cost and sold, by currency: spend, tickets whose last touch it was, attributed gross.
-- ctr = clicks / impressions; cpc = spend / clicks; cpm = 1000 x spend / impressions; cost_per_ticket = spend / tickets;
-- roas = attributed gross / spend; channel NULL = sold without a known channel (unattributed).
SELECT d.currency, d.channel, sum(d.spend)::DECIMAL(18, 2) AS spend, sum(d.impressions)::BIGINT AS impressions,
       sum(d.clicks)::BIGINT AS clicks, sum(d.tickets_sold)::BIGINT AS tickets, sum(d.gross)::DECIMAL(18, 2) AS gross,
       sum(d.clicks) / nullif(sum(d.impressions), 0)::DOUBLE AS ctr,
       sum(d.spend)::DOUBLE / nullif(sum(d.clicks), 0) AS cpc,
       1000 * sum(d.spend)::DOUBLE / nullif(sum(d.impressions), 0) AS cpm,
       CASE WHEN sum(d.spend) > 0 THEN sum(d.spend)::DOUBLE / nullif(sum(d.tickets_sold), 0) END AS cost_per_ticket,
       sum(d.gross)::DOUBLE / nullif(sum(d.spend)::DOUBLE, 0) AS roas
FROM concert_day_channel d
LEFT JOIN concert c USING (concert_id), published p
WHERE d.date <= p.today
  AND chosen($markets::VARCHAR[], c.market) AND chosen($venues::VARCHAR[], c.venue)
  AND chosen($genres::VARCHAR[], c.genre) AND within($date_from::DATE, $date_to::DATE, d.date)
GROUP BY d.currency, d.channel ORDER BY spend DESC, tickets DESC, d.channel
