-- How past recommendations did, all cuts together first (shares; n = venues or shows; cut NULL = all). part: slate (which
-- artists a venue booked next) or outcome (share of sellable sold). gain: ours over the method, with its 95 % range.
SELECT part, cut, period_from, period_to, method, n, hit_rate, ndcg, error, coverage, width, gain, gain_lo, gain_hi, scored_at
FROM recommendation_score ORDER BY part DESC, cut IS NOT NULL, cut, method <> 'ours', method
