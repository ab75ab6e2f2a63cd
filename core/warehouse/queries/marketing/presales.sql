-- Presales of one show with when they begin (UTC).
SELECT p.name, p.starts_at, p.ends_at FROM presale p JOIN concert c USING (event_id)
WHERE c.concert_id = $concert_id ORDER BY p.starts_at
