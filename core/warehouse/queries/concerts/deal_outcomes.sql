-- What each kind of deal would bring us on the forecast of one show: median result (money) and chance of profit.
SELECT deal, agreed, walkout, promoter_result, result_lo, result_hi, chance_of_profit
FROM deal_outcome WHERE concert_id = $concert_id ORDER BY agreed DESC, position
