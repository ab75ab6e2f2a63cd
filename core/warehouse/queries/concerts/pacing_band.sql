-- Where comparables stood and where this show is going, by days out (tickets at this show's sellable).
-- median = comparables; p10 to p90 = our forecast from today on.
SELECT days_out, median, p10, p25, p50, p75, p90 FROM pacing_band WHERE concert_id = $concert_id ORDER BY days_out DESC
