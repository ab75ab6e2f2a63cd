-- What each channel cost and sold over all days of the shows chosen, by currency: sales as recorded with them (last touch).
-- ctr = clicks / impressions; cpc = spend / clicks; cpm = 1000 x spend / impressions; cvr = conversions / clicks;
-- cost_per_ticket = spend / tickets; cac = spend / new buyers; roas = gross / spend; channel NULL = not known.
SELECT t.currency, t.channel, sum(t.spend)::DECIMAL(18, 2) AS spend, sum(t.impressions)::BIGINT AS impressions,
       sum(t.clicks)::BIGINT AS clicks, sum(t.conversions)::DOUBLE AS conversions, sum(t.tickets)::BIGINT AS tickets,
       sum(t.gross)::DECIMAL(18, 2) AS gross, sum(t.orders)::BIGINT AS orders, sum(t.new_buyers)::BIGINT AS new_buyers,
       sum(t.clicks) / nullif(sum(t.impressions), 0)::DOUBLE AS ctr, sum(t.spend)::DOUBLE / nullif(sum(t.clicks), 0) AS cpc,
       1000 * sum(t.spend)::DOUBLE / nullif(sum(t.impressions), 0) AS cpm,
       sum(t.conversions)::DOUBLE / nullif(sum(t.clicks), 0) AS cvr,
       CASE WHEN sum(t.spend) > 0 THEN sum(t.spend)::DOUBLE / nullif(sum(t.tickets), 0) END AS cost_per_ticket,
       CASE WHEN sum(t.spend) > 0 THEN sum(t.spend)::DOUBLE / nullif(sum(t.new_buyers), 0) END AS cac,
       sum(t.gross)::DOUBLE / nullif(sum(t.spend)::DOUBLE, 0) AS roas
FROM campaign_total t LEFT JOIN concert c USING (concert_id)
WHERE chosen($markets::VARCHAR[], c.market) AND chosen($venues::VARCHAR[], c.venue)
  AND chosen($genres::VARCHAR[], c.genre) AND within($date_from::DATE, $date_to::DATE, c.local_date)
GROUP BY t.currency, t.channel ORDER BY spend DESC, tickets DESC, t.channel
