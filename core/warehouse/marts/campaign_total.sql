-- Each campaign of each show and channel over all days: what it cost and what was recorded with it; see campaign_day.
SELECT concert_id, channel, campaign, currency, sum(spend)::DECIMAL(18, 2) AS spend, sum(impressions)::BIGINT AS impressions,
       sum(clicks)::BIGINT AS clicks, sum(conversions) AS conversions, sum(conversion_value)::DECIMAL(18, 2) AS conversion_value,
       sum(tickets)::BIGINT AS tickets, sum(gross)::DECIMAL(18, 2) AS gross, sum(orders)::BIGINT AS orders,
       sum(new_buyers)::BIGINT AS new_buyers, min(date) AS first_on, max(date) AS last_on
FROM snapshot.campaign_day GROUP BY concert_id, channel, campaign, currency ORDER BY concert_id, channel, campaign
