-- Expenses of one show, budget against actual (money in its currency), both at the same tickets: those forecast for a
-- show to come, those sold for one that is over. difference = actual - budgeted, above 0 overspent.
SELECT category, kind, budgeted, actual, difference, basis FROM budget_line
WHERE concert_id = $concert_id ORDER BY position
