-- Everybody who bought by $today: shows, purchases and money (currency they paid most in), lifecycle segment, scores from
-- 1 to 5 of recency (90, 180, 365 days, 18 months), frequency (1, 2, 3, 4-10, more shows) and money (fifths of buyers).
-- The market is that of most lines, of several the one of the last purchase. frequency = days with a purchase after the
-- first (for BG/NBD). No address, only the SHA-256 of the normalised e-mail.
WITH by_market AS (
    SELECT buyer_id, market_id, currency, count(*) AS shows, min(first_on) AS first_on, max(last_on) AS last_on,
           sum(lines) AS lines, sum(tickets) AS tickets, sum(gross) AS gross
    FROM temp.purchase GROUP BY buyer_id, market_id, currency
),
bought AS (
    SELECT buyer_id, sum(shows)::BIGINT AS shows, min(first_on) AS first_on, max(last_on) AS last_on,
           sum(tickets)::BIGINT AS tickets, sum(gross)::DECIMAL(18, 2) AS gross,
           max({'lines': lines, 'last_on': last_on, 'market_id': market_id, 'currency': currency}) AS home
    FROM by_market GROUP BY buyer_id
),
days AS (
    SELECT buyer_id, count(*) AS days
    FROM (SELECT DISTINCT buyer_id, sold_on FROM warehouse.order_line
          WHERE sold_on <= $today AND concert_id IN (SELECT concert_id FROM snapshot.concert))
    GROUP BY buyer_id
),
known AS (
    SELECT buyer_id, min(email) AS email, bool_and(consent) AS consent FROM warehouse.buyer GROUP BY buyer_id
)
SELECT b.buyer_id, b.home.market_id, b.shows, d.days - 1 AS frequency, b.first_on, b.last_on, b.tickets, b.gross,
       b.home.currency, snapshot.lifecycle_of(b.shows, b.last_on, $today::DATE) AS segment,
       CASE WHEN b.last_on >= $today::DATE - 90 THEN 5 WHEN b.last_on >= $today::DATE - 180 THEN 4
            WHEN b.last_on >= $today::DATE - 365 THEN 3 WHEN b.last_on >= $today::DATE - INTERVAL 18 MONTH THEN 2
            ELSE 1 END::TINYINT AS r,
       CASE WHEN b.shows <= 3 THEN b.shows WHEN b.shows <= 10 THEN 4 ELSE 5 END::TINYINT AS f,
       ntile(5) OVER (PARTITION BY b.home.currency ORDER BY b.gross, b.buyer_id)::TINYINT AS m,
       CASE WHEN w.email LIKE '%_@_%' THEN sha256(lower(trim(w.email))) END AS email_sha256, coalesce(w.consent, false) AS consent
FROM bought b JOIN days d USING (buyer_id) LEFT JOIN known w USING (buyer_id)
ORDER BY b.home.market_id, b.buyer_id
