-- Sales beside spend, by show, day and channel: tickets, gross and spend in the show's currency.
-- concert_id NULL = spend for the whole season; channel NULL = sales without a known channel. Spend in another currency than
-- its show's is left out: nothing here converts, and a check on Data counts it.
WITH spend AS (
    SELECT s.concert_id, s.date, spelled(s.channel) AS channel, sum(s.spend)::DECIMAL(18, 2) AS spend, sum(s.impressions)::BIGINT AS impressions,
           sum(s.clicks)::BIGINT AS clicks, sum(s.conversions) AS conversions,
           sum(s.conversion_value)::DECIMAL(18, 2) AS conversion_value, coalesce(s.currency, c.currency) AS currency
    FROM warehouse.ad_spend_daily s LEFT JOIN snapshot.concert c USING (concert_id)
    WHERE s.currency IS NULL OR c.currency IS NULL OR s.currency = c.currency
    GROUP BY s.concert_id, s.date, spelled(s.channel), coalesce(s.currency, c.currency)
)
SELECT coalesce(d.concert_id, s.concert_id) AS concert_id, coalesce(d.date, s.date) AS date,
       coalesce(d.channel, s.channel) AS channel,
       coalesce(d.tickets_sold, 0) AS tickets_sold, coalesce(d.gross, 0)::DECIMAL(18, 2) AS gross,
       coalesce(d.orders, 0) AS orders, coalesce(s.spend, 0)::DECIMAL(18, 2) AS spend,
       s.impressions, s.clicks, s.conversions, s.conversion_value, coalesce(c.currency, s.currency) AS currency
FROM snapshot.event_day d
FULL JOIN spend s ON s.concert_id = d.concert_id AND s.date = d.date AND s.channel = d.channel
LEFT JOIN snapshot.concert c ON c.concert_id = coalesce(d.concert_id, s.concert_id)
ORDER BY concert_id, date, channel, currency
