-- Expenses of shows: budgeted and actual in the unit named (money, money a head, or a fraction).
SELECT concert_id, category, kind, coalesce(unit, 'flat') AS unit, budgeted, actual
FROM expense ORDER BY concert_id, kind, category, unit, budgeted, actual
