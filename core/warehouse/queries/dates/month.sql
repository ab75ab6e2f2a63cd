-- Each day to come of the month of $day at $venue_id as a date for a show in $genre: its reasons in share of sellable against the
-- average day (NULL: not enough data), what competes, who holds or has the room. level is the venue's own average share.
WITH room AS (SELECT * FROM venue WHERE venue_id = $venue_id::VARCHAR),
first AS (SELECT date_trunc('month', $day::DATE)::DATE AS first),
day AS (SELECT unnest(generate_series(first, first + INTERVAL 1 MONTH - INTERVAL 1 DAY, INTERVAL 1 DAY))::DATE AS date FROM first),
near AS (
    SELECT e.local_date, e.venue_capacity, e.genre FROM event e, room r, first
    WHERE competes(e.status, e.is_show, e.gone_at) AND e.local_date BETWEEN first - 3 AND first + 34
      AND e.venue_id IS DISTINCT FROM r.venue_id
      AND CASE WHEN e.latitude IS NULL OR r.latitude IS NULL THEN e.market_id = r.market_id
               ELSE miles_between(e.latitude, e.longitude, r.latitude, r.longitude) <= 25 END
),
pressed AS (
    SELECT d.date, count(*) AS rivals,
           sum(rival_weight(n.venue_capacity, r.venue_capacity, CASE WHEN n.genre = $genre::VARCHAR THEN 1 ELSE g.closeness END,
                            date_diff('day', d.date, n.local_date), 3)) AS pressure
    FROM day d JOIN near n ON n.local_date BETWEEN d.date - 3 AND d.date + 3 CROSS JOIN room r
    LEFT JOIN genre_closeness g ON g.genre = $genre::VARCHAR AND g.other_genre = n.genre GROUP BY d.date
),
taken AS (
    SELECT e.local_date AS date, string_agg(coalesce(e.artist, e.name), ', ' ORDER BY e.event_id) AS taken_by
    FROM event e SEMI JOIN room USING (venue_id)
    WHERE competes(e.status, e.is_show, e.gone_at) GROUP BY e.local_date
),
held AS (
    SELECT h.local_date AS date, count(*) AS holds FROM date_hold h SEMI JOIN room USING (venue_id)
    WHERE coalesce(h.outcome, 'confirmed') = 'confirmed' GROUP BY h.local_date
),
free AS (
    SELECT h.date, string_agg(DISTINCT h.name, ', ' ORDER BY h.name) AS holiday FROM holiday h JOIN room r ON h.country = r.country
        AND h.region IS NOT DISTINCT FROM r.region GROUP BY h.date
),
sold AS (
    SELECT dayname(c.local_date) AS weekday, t.tickets_sold / c.sellable::DOUBLE AS share
    FROM concert c JOIN event_total t USING (concert_id) SEMI JOIN room USING (venue_id)
    WHERE c.phase = 'played' AND c.sellable > 0
),
level AS (SELECT avg(share) AS level, count(*) AS shows FROM sold),
own AS (
    SELECT s.weekday, count(*) AS shows, sum(s.share - l.level - coalesce(w.effect, 0)) / (count(*) + 8) AS effect
    FROM sold s CROSS JOIN level l LEFT JOIN date_effect w ON w.kind = 'weekday' AND w.term = s.weekday GROUP BY s.weekday
)
SELECT d.date, dayname(d.date) AS weekday, l.level, l.shows, w.effect AS weekday_effect, f.holiday,
       CASE WHEN f.date IS NOT NULL THEN h.effect WHEN h.effect IS NOT NULL THEN 0 END AS holiday_effect,
       CASE WHEN next.date IS NOT NULL THEN e.effect WHEN e.effect IS NOT NULL THEN 0 END AS eve_effect,
       CASE WHEN l.shows > 0 THEN coalesce(o.effect, 0) END AS own_effect, coalesce(o.shows, 0) AS own_shows,
       coalesce(p.rivals, 0) AS rivals, coalesce(p.pressure, 0)::DOUBLE AS pressure,
       r.effect * coalesce(p.pressure, 0) AS rival_effect, r.lo AS rival_lo, r.hi AS rival_hi, r.n AS rival_n, r.declined,
       coalesce(k.holds, 0) AS holds, t.taken_by
FROM day d CROSS JOIN level l CROSS JOIN room
LEFT JOIN date_effect w ON w.kind = 'weekday' AND w.term = dayname(d.date)
LEFT JOIN date_effect h ON h.kind = 'holiday' LEFT JOIN date_effect e ON e.kind = 'eve'
LEFT JOIN date_effect r ON r.kind = 'rival'
LEFT JOIN free f ON f.date = d.date LEFT JOIN free next ON next.date = d.date + 1
LEFT JOIN own o ON o.weekday = dayname(d.date) LEFT JOIN pressed p ON p.date = d.date
LEFT JOIN held k ON k.date = d.date LEFT JOIN taken t ON t.date = d.date
WHERE d.date >= (SELECT today FROM published)
ORDER BY d.date
