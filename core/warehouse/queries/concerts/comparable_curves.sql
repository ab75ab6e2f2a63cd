-- Cumulative tickets of the comparables of one show, scaled to its sellable (tickets), by days out.
SELECT p.concert_id, p.days_out, p.tickets_sold * me.sellable / nullif(c.sellable, 0)::DOUBLE AS tickets_sold
FROM comparable k
JOIN concert me ON me.concert_id = k.concert_id
JOIN concert c ON c.concert_id = k.other_concert_id
JOIN pacing p ON p.concert_id = k.other_concert_id
WHERE k.concert_id = $concert_id AND p.days_out BETWEEN 0 AND 120
ORDER BY k.weight DESC, p.concert_id, p.days_out DESC
