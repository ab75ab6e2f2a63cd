-- The settlement of one show line by line, in sheet order (money in its currency): at the median forecast for a show to
-- come that has one, else on what is sold. part: detail, total, step, working, payment; state: estimate or actual.
SELECT label, amount, rule, state, part, is_total, basis FROM settlement_line
WHERE concert_id = $concert_id QUALIFY basis = min(basis) OVER ()
ORDER BY position
