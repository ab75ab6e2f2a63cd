-- One row a show of ours: names instead of ids, where it stands on $today, what there is to sell.
-- sellable = allotment - comps - kills (tickets); days_out = days from $today to the show; phase is one of
-- hold, announced, on_sale, sold_out, played, postponed, cancelled.
WITH tickets AS (
    SELECT concert_id, sum(allotment)::BIGINT AS allotment, sum(coalesce(comps, 0))::BIGINT AS comps,
           sum(coalesce(kills, 0))::BIGINT AS kills,
           sum(allotment - coalesce(comps, 0) - coalesce(kills, 0))::BIGINT AS sellable,
           (sum(face_value * (allotment - coalesce(comps, 0) - coalesce(kills, 0)))
                / nullif(sum(allotment - coalesce(comps, 0) - coalesce(kills, 0)), 0))::DECIMAL(18, 2) AS face_value,
           sum(face_value * (allotment - coalesce(comps, 0) - coalesce(kills, 0)))::DECIMAL(18, 2) AS gross_potential,
           min(currency) AS currency
    FROM warehouse.ticket_type GROUP BY concert_id
),
sold AS (
    SELECT concert_id, sum(qty)::BIGINT AS tickets_sold, min(sold_on) AS first_sold_on
    FROM warehouse.order_line WHERE sold_on <= $today GROUP BY concert_id
),
support AS (
    SELECT ea.event_id, string_agg(a.name, ', ' ORDER BY ea.position) AS support
    FROM warehouse.event_artist ea JOIN warehouse.artist a USING (artist_id)
    WHERE ea.billing <> 'headliner' GROUP BY ea.event_id
)
SELECT c.concert_id, c.event_id, c.artist_id, a.name AS artist, s.support,
       c.venue_id, v.name AS venue, v.city, v.region, v.country, v.latitude, v.longitude, v.timezone,
       v.market_id, v.market, coalesce(c.genre, a.genre) AS genre,
       c.local_date, c.announce_date, c.onsale_date, sold.first_sold_on, c.status, c.deal_status,
       coalesce(c.configured_capacity, v.venue_capacity) AS configured_capacity,
       t.allotment, t.comps, t.kills, t.sellable, t.face_value, t.gross_potential, t.currency,
       c.marketing_holdout,
       date_diff('day', $today::DATE, c.local_date) AS days_out,
       CASE WHEN c.status IN ('cancelled', 'postponed') THEN c.status
            -- A hold that nobody confirmed and nobody bought a ticket for fell through.
            WHEN c.local_date < $today AND c.status = 'hold' AND coalesce(sold.tickets_sold, 0) = 0 THEN 'cancelled'
            WHEN c.local_date < $today THEN 'played'
            WHEN c.status = 'hold' THEN 'hold'
            WHEN coalesce(sold.tickets_sold, 0) = 0 AND coalesce(c.onsale_date > $today, true) THEN 'announced'
            WHEN sold.tickets_sold >= t.sellable THEN 'sold_out'
            ELSE 'on_sale' END AS phase
FROM warehouse.concert c
LEFT JOIN warehouse.artist a ON a.artist_id = c.artist_id
LEFT JOIN snapshot.venue v ON v.venue_id = c.venue_id
LEFT JOIN tickets t ON t.concert_id = c.concert_id
LEFT JOIN sold ON sold.concert_id = c.concert_id
LEFT JOIN support s ON s.event_id = c.event_id
ORDER BY c.local_date, c.concert_id
