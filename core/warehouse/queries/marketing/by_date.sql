-- The same by $grain (day, week from Monday, month) of spend and sale, narrowed by $show, $channel and $campaign.
-- partial = the day, week or month is not over.
SELECT t.currency, date_trunc($grain::VARCHAR, t.date)::DATE AS starts_on,
       date_trunc($grain::VARCHAR, t.date) = date_trunc($grain::VARCHAR, any_value(p.today)) AS partial,
       sum(t.spend)::DECIMAL(18, 2) AS spend, sum(t.impressions)::BIGINT AS impressions,
       sum(t.clicks)::BIGINT AS clicks, sum(t.conversions)::DOUBLE AS conversions, sum(t.tickets)::BIGINT AS tickets,
       sum(t.gross)::DECIMAL(18, 2) AS gross, sum(t.orders)::BIGINT AS orders, sum(t.new_buyers)::BIGINT AS new_buyers
FROM campaign_day t LEFT JOIN concert c USING (concert_id), published p
WHERE chosen($markets::VARCHAR[], c.market) AND chosen($venues::VARCHAR[], c.venue)
  AND chosen($genres::VARCHAR[], c.genre) AND within($date_from::DATE, $date_to::DATE, c.local_date)
  AND ($show::VARCHAR IS NULL OR t.concert_id = $show) AND ($channel::VARCHAR IS NULL OR t.channel = $channel)
  AND ($campaign::VARCHAR IS NULL OR t.campaign = $campaign)
GROUP BY t.currency, starts_on, date_trunc($grain::VARCHAR, t.date) ORDER BY t.currency, starts_on
