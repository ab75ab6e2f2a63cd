-- What each channel with spend did on each show, for rates with their doubt: spend (money), clicks, orders, tickets.
SELECT c.currency, t.channel, t.concert_id, sum(t.spend)::DOUBLE AS spend, sum(t.clicks)::DOUBLE AS clicks,
       sum(t.orders)::DOUBLE AS orders, sum(t.tickets)::DOUBLE AS tickets
FROM campaign_total t JOIN concert c USING (concert_id)
WHERE t.channel IN (SELECT channel FROM campaign_total WHERE spend > 0)
GROUP BY c.currency, t.channel, t.concert_id HAVING sum(t.spend) > 0 ORDER BY ALL
