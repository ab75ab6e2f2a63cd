-- Expenses of shows: budgeted and actual in the unit named (money, money a head, or a fraction).
-- $concert_ids: of these shows; NULL: of all.
SELECT concert_id, category, kind, coalesce(unit, 'flat') AS unit, budgeted, actual
FROM expense WHERE chosen($concert_ids::VARCHAR[], concert_id) ORDER BY concert_id, kind, category, unit, budgeted, actual
