-- What one show of ours costs (budgeted and actual in the unit named: money, money a head, or a fraction).
SELECT category, kind, coalesce(unit, 'flat') AS unit, budgeted, actual FROM expense
WHERE concert_id = $concert_id ORDER BY kind, category
