-- Everybody who bought by $today: shows, purchases and money (currency they paid most in), lifecycle segment, scores from
-- 1 to 5 of recency (90, 180, 365 days, 18 months), frequency (1, 2, 3, 4-10, more shows) and money (fifths of buyers).
-- No address, only the SHA-256 of the normalised e-mail. frequency = days with a purchase after the first (for BG/NBD).
WITH bought AS (
    SELECT o.buyer_id, mode(c.market_id) AS market_id, count(DISTINCT o.concert_id) AS shows,
           count(DISTINCT o.sold_on) - 1 AS frequency, min(o.sold_on) AS first_on, max(o.sold_on) AS last_on,
           arg_min(o.order_id, coalesce(o.sold_at, o.sold_on)) AS first_order_id, sum(o.qty)::BIGINT AS tickets,
           sum(o.gross)::DECIMAL(18, 2) AS gross, mode(c.currency) AS currency
    FROM warehouse.order_line o JOIN snapshot.concert c USING (concert_id)
    WHERE o.buyer_id IS NOT NULL AND o.sold_on <= $today
    GROUP BY o.buyer_id
)
SELECT b.*, snapshot.lifecycle_of(b.shows, b.last_on, $today::DATE) AS segment,
       CASE WHEN b.last_on >= $today::DATE - 90 THEN 5 WHEN b.last_on >= $today::DATE - 180 THEN 4
            WHEN b.last_on >= $today::DATE - 365 THEN 3 WHEN b.last_on >= $today::DATE - INTERVAL 18 MONTH THEN 2
            ELSE 1 END::TINYINT AS r,
       CASE WHEN b.shows <= 3 THEN b.shows WHEN b.shows <= 10 THEN 4 ELSE 5 END::TINYINT AS f,
       ntile(5) OVER (PARTITION BY b.currency ORDER BY b.gross, b.buyer_id)::TINYINT AS m,
       date_diff('day', b.first_on, b.last_on)::INTEGER AS recency_days,
       date_diff('day', b.first_on, $today::DATE)::INTEGER AS age_days,
       CASE WHEN w.email LIKE '%_@_%' THEN sha256(lower(trim(w.email))) END AS email_sha256, coalesce(w.consent, false) AS consent
FROM bought b LEFT JOIN (SELECT buyer_id, any_value(email) AS email, bool_and(consent) AS consent FROM warehouse.buyer
                         GROUP BY buyer_id) w USING (buyer_id)
ORDER BY b.market_id, b.buyer_id
