-- What each promo code did by show and channel up to $today: redemptions (orders), tickets, discount given, revenue after
-- discount (gross, money paid), new buyers; money in the show's currency.
-- Orders are added up first, not counted apart: that would take memory for all of them at once.
WITH orders AS (
    SELECT o.concert_id, upper(trim(o.promo_code)) AS promo_code, spelled(o.channel) AS channel,
           coalesce(o.order_id, o.rowid::VARCHAR) AS order_key,
           sum(o.qty) AS tickets, sum(o.discount) AS discount, sum(o.gross) AS gross, bool_or(f.buyer_id IS NOT NULL) AS is_first,
           min(o.sold_on) AS first_on, max(o.sold_on) AS last_on
    FROM warehouse.order_line o
    LEFT JOIN temp.first_order f ON f.buyer_id = o.buyer_id AND f.order_id = o.order_id
    WHERE trim(o.promo_code) <> '' AND o.sold_on <= $today
    GROUP BY ALL
)
SELECT o.concert_id, o.promo_code, o.channel, c.currency, count(*) AS redemptions, sum(o.tickets)::BIGINT AS tickets,
       coalesce(sum(o.discount), 0)::DECIMAL(18, 2) AS discount, sum(o.gross)::DECIMAL(18, 2) AS gross,
       count(*) FILTER (o.is_first) AS new_buyers, min(o.first_on) AS first_on, max(o.last_on) AS last_on
FROM orders o JOIN snapshot.concert c USING (concert_id)
GROUP BY o.concert_id, o.promo_code, o.channel, c.currency
ORDER BY last_on, o.concert_id, o.promo_code, o.channel
