-- Spend beside sales by show, day, channel and campaign up to $today: money in the show's currency; tickets, gross, orders
-- and new buyers as recorded with the sale (its last touch). concert_id NULL = spend for the whole season.
WITH both_sides AS (
    SELECT concert_id, date, spelled(channel) AS channel, campaign, spend, impressions, clicks, conversions, conversion_value, currency,
           NULL::BIGINT AS tickets, NULL::DECIMAL(18, 2) AS gross, NULL::BIGINT AS orders, NULL::BIGINT AS new_buyers
    FROM warehouse.ad_spend_daily WHERE date <= $today
    UNION ALL BY NAME
    SELECT concert_id, date, channel, campaign, tickets, gross, orders, new_buyers FROM temp.sale WHERE date <= $today
)
SELECT s.concert_id, s.date, s.channel, s.campaign, coalesce(s.currency, c.currency) AS currency,
       coalesce(sum(s.spend), 0)::DECIMAL(18, 2) AS spend, sum(s.impressions)::BIGINT AS impressions,
       sum(s.clicks)::BIGINT AS clicks, sum(s.conversions) AS conversions,
       sum(s.conversion_value)::DECIMAL(18, 2) AS conversion_value, coalesce(sum(s.tickets), 0)::BIGINT AS tickets,
       coalesce(sum(s.gross), 0)::DECIMAL(18, 2) AS gross, coalesce(sum(s.orders), 0)::BIGINT AS orders,
       coalesce(sum(s.new_buyers), 0)::BIGINT AS new_buyers
FROM both_sides s LEFT JOIN snapshot.concert c USING (concert_id)
GROUP BY s.concert_id, s.date, s.channel, s.campaign, coalesce(s.currency, c.currency)
ORDER BY s.concert_id, s.date, s.channel, s.campaign, currency
