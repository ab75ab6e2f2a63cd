-- What each kind of deal would bring us on one show, or on each where $concert_id is NULL (money): at the median forecast with
-- 80 % ranges and the chances of profit, loss and overage (fractions) for a show to come, on what was sold for one that is
-- over (basis: forecast, sold).
SELECT deal, agreed, basis, walkout, walkout_lo, walkout_hi, promoter_result, result_lo, result_hi,
       chance_of_profit, chance_of_loss, chance_of_overage, concert_id
FROM deal_outcome WHERE $concert_id::VARCHAR IS NULL OR concert_id = $concert_id
ORDER BY concert_id, agreed DESC, position
