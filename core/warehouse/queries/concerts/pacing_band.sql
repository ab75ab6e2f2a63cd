-- Where comparables stood and where one show, or each where $concert_id is NULL, is going, by days out (tickets at its sellable).
-- median = comparables; p10 to p90 = our forecast from today on.
SELECT days_out, median, p10, p25, p50, p75, p90, concert_id
FROM pacing_band WHERE $concert_id::VARCHAR IS NULL OR concert_id = $concert_id
ORDER BY concert_id, days_out DESC
