-- What each promo code did by show and channel up to $today: redemptions (orders), tickets, discount given, revenue after
-- discount (gross, money paid), new buyers; money in the show's currency.
SELECT o.concert_id, upper(trim(o.promo_code)) AS promo_code, o.channel, c.currency,
       count(DISTINCT coalesce(o.order_id, o.rowid::VARCHAR)) AS redemptions, sum(o.qty)::BIGINT AS tickets,
       coalesce(sum(o.discount), 0)::DECIMAL(18, 2) AS discount, sum(o.gross)::DECIMAL(18, 2) AS gross,
       count(DISTINCT f.buyer_id) AS new_buyers,
       min(o.sold_on) AS first_on, max(o.sold_on) AS last_on
FROM warehouse.order_line o JOIN snapshot.concert c USING (concert_id)
LEFT JOIN temp.first_order f ON f.buyer_id = o.buyer_id AND f.order_id = o.order_id
WHERE trim(o.promo_code) <> '' AND o.sold_on <= $today
GROUP BY o.concert_id, upper(trim(o.promo_code)), o.channel, c.currency
ORDER BY last_on, o.concert_id, promo_code, o.channel
