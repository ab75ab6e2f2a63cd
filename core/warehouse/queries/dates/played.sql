-- Our played shows with their final share of sellable sold (0 to 1) and what competed; $concert_ids: only these, NULL: all.
SELECT c.concert_id, c.local_date, c.market_id, c.venue_id, c.country, c.region, c.genre, c.sellable,
       (t.tickets_sold - coalesce(t.refunded, 0)) / c.sellable::DOUBLE AS sell_through, k.pressure, k.rivals, k.is_covered
FROM concert c JOIN event_total t USING (concert_id) JOIN competition k USING (concert_id)
WHERE c.phase = 'played' AND c.sellable > 0 AND t.tickets_sold > 0 AND chosen($concert_ids::VARCHAR[], c.concert_id)
ORDER BY c.local_date, c.concert_id
