-- The settlement of one show, or of each where $concert_id is NULL, line by line, in sheet order (money in its currency): at the
-- median forecast for a show to come that has one, else on what is sold. part: detail, total, step, working, payment; state:
-- estimate or actual.
SELECT label, amount, rule, state, part, is_total, basis, concert_id FROM settlement_line
WHERE $concert_id::VARCHAR IS NULL OR concert_id = $concert_id
QUALIFY basis = min(basis) OVER (PARTITION BY concert_id)
ORDER BY concert_id, position
