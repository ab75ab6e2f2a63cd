-- Expenses of one show, or of each where $concert_id is NULL, budget against actual (money in its currency), both at the same
-- tickets: those forecast for a show to come, those sold for one that is over. difference = actual - budgeted, above 0 overspent.
SELECT category, kind, budgeted, actual, difference, basis, concert_id FROM budget_line
WHERE $concert_id::VARCHAR IS NULL OR concert_id = $concert_id
ORDER BY concert_id, position
