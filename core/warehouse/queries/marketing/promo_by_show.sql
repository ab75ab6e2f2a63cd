-- What each promo code did on each show, by channel: redemptions (orders), tickets, discount given, revenue after discount
-- (money in the show's currency), new buyers.
SELECT concert_id, promo_code, currency, redemptions, tickets, discount, gross, new_buyers, first_on, last_on
FROM promo_total ORDER BY concert_id, promo_code, channel
