-- Presales of one show, or of all where $concert_id is NULL, with when they begin (UTC).
SELECT c.concert_id, p.name, p.starts_at, p.ends_at FROM presale p JOIN concert c USING (event_id)
WHERE $concert_id::VARCHAR IS NULL OR c.concert_id = $concert_id ORDER BY p.starts_at
