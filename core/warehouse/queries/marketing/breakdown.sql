-- The same by $by (concert, market, channel or campaign): key, its name and day where it is a show; budget in money.
-- budgeted = set aside for marketing in the shows' budgets; not known for a part of a show. Narrowed by $show, $channel.
WITH budget AS (
    SELECT CASE $by::VARCHAR WHEN 'concert' THEN b.concert_id WHEN 'market' THEN c.market END AS key, b.currency,
           sum(b.budgeted)::DECIMAL(18, 2) AS budgeted
    FROM marketing_budget b JOIN concert c USING (concert_id)
    WHERE chosen($markets::VARCHAR[], c.market) AND chosen($venues::VARCHAR[], c.venue)
  AND chosen($genres::VARCHAR[], c.genre) AND within($date_from::DATE, $date_to::DATE, c.local_date) AND $channel::VARCHAR IS NULL
      AND ($show::VARCHAR IS NULL OR b.concert_id = $show)
    GROUP BY ALL
), found AS (
SELECT t.currency, CASE $by::VARCHAR WHEN 'concert' THEN t.concert_id WHEN 'market' THEN c.market
                        WHEN 'channel' THEN t.channel WHEN 'campaign' THEN t.campaign END AS key,
       CASE WHEN $by::VARCHAR = 'concert' THEN any_value(c.artist) END AS artist,
       CASE WHEN $by::VARCHAR IN ('concert', 'campaign') THEN any_value(c.city) END AS city,
       CASE WHEN $by::VARCHAR IN ('concert', 'campaign') THEN any_value(c.local_date) END AS local_date,
       sum(t.spend)::DECIMAL(18, 2) AS spend, sum(t.impressions)::BIGINT AS impressions,
       sum(t.clicks)::BIGINT AS clicks, sum(t.conversions)::DOUBLE AS conversions, sum(t.tickets)::BIGINT AS tickets,
       sum(t.gross)::DECIMAL(18, 2) AS gross, sum(t.orders)::BIGINT AS orders, sum(t.new_buyers)::BIGINT AS new_buyers,
       min(t.first_on) AS first_on, max(t.last_on) AS last_on
FROM campaign_total t LEFT JOIN concert c USING (concert_id)
WHERE chosen($markets::VARCHAR[], c.market) AND chosen($venues::VARCHAR[], c.venue)
  AND chosen($genres::VARCHAR[], c.genre) AND within($date_from::DATE, $date_to::DATE, c.local_date)
  AND ($show::VARCHAR IS NULL OR t.concert_id = $show) AND ($channel::VARCHAR IS NULL OR t.channel = $channel)
GROUP BY t.currency, key
)
SELECT f.*, b.budgeted, f.spend::DOUBLE / nullif(b.budgeted, 0) AS budget_used
FROM found f LEFT JOIN budget b ON b.key = f.key AND b.currency = f.currency
WHERE f.spend > 0 OR f.tickets > 0 OR f.clicks > 0
ORDER BY f.spend DESC, f.tickets DESC, f.key
