-- What each channel cost and sold over all days of each show, by currency: sales as recorded with them (last touch).
-- concert_id NULL = spend for the whole season; channel NULL = not known.
SELECT concert_id, currency, channel, sum(spend)::DECIMAL(18, 2) AS spend, sum(impressions)::BIGINT AS impressions,
       sum(clicks)::BIGINT AS clicks, sum(conversions)::DOUBLE AS conversions, sum(tickets)::BIGINT AS tickets,
       sum(gross)::DECIMAL(18, 2) AS gross, sum(orders)::BIGINT AS orders, sum(new_buyers)::BIGINT AS new_buyers
FROM campaign_total GROUP BY concert_id, currency, channel ORDER BY concert_id, currency, channel
