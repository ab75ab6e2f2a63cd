-- Each day of a month: shows of ours and others (counts), competing seats (people), on-sales, presales and holds that
-- day (counts), and public holidays where shows are listed. The month is that of $date_from, else of today.
WITH month AS (SELECT date_trunc('month', coalesce($date_from::DATE, today))::DATE AS first FROM published),
day AS (SELECT unnest(generate_series(first, first + INTERVAL 1 MONTH - INTERVAL 1 DAY, INTERVAL 1 DAY))::DATE AS date FROM month),
shown AS (
    SELECT e.* FROM event e
    WHERE competes(e.status, e.is_show, e.gone_at)
      AND chosen($markets::VARCHAR[], e.market) AND chosen($venues::VARCHAR[], e.venue)
      AND chosen($genres::VARCHAR[], e.genre)
),
listed AS (
    SELECT e.local_date AS date, count(*) FILTER (e.is_ours) AS ours, count(*) FILTER (NOT e.is_ours) AS others,
           sum(e.venue_capacity) FILTER (NOT e.is_ours)::BIGINT AS competing_capacity
    FROM shown e, month WHERE e.local_date BETWEEN first AND first + 31 GROUP BY e.local_date
),
sale AS (SELECT onsale_at::DATE AS date, count(*) AS onsales FROM shown WHERE onsale_at IS NOT NULL GROUP BY 1),
early AS (SELECT p.starts_at::DATE AS date, count(*) AS presales FROM presale p SEMI JOIN shown USING (event_id) GROUP BY 1),
held AS (
    SELECT h.local_date AS date, count(*) AS holds FROM date_hold h JOIN venue v USING (venue_id)
    WHERE coalesce(h.outcome, 'confirmed') = 'confirmed'
      AND chosen($markets::VARCHAR[], v.market) AND chosen($venues::VARCHAR[], v.name) GROUP BY 1
),
free AS (
    SELECT h.date, string_agg(DISTINCT h.name, ', ' ORDER BY h.name) AS holiday FROM holiday h
    SEMI JOIN (SELECT DISTINCT country, region FROM shown) s
        ON s.country = h.country AND s.region IS NOT DISTINCT FROM h.region GROUP BY h.date
)
SELECT d.date, coalesce(l.ours, 0) AS ours, coalesce(l.others, 0) AS others,
       coalesce(l.competing_capacity, 0)::BIGINT AS competing_capacity, coalesce(s.onsales, 0) AS onsales,
       coalesce(e.presales, 0) AS presales, coalesce(h.holds, 0) AS holds, f.holiday
FROM day d LEFT JOIN listed l USING (date) LEFT JOIN sale s USING (date) LEFT JOIN early e USING (date)
LEFT JOIN held h USING (date) LEFT JOIN free f USING (date)
ORDER BY d.date
