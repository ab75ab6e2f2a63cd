-- Nights that rooms are taken or held between $day and $until: what is on, and holds that stand (count).
SELECT venue_id, local_date, string_agg(label, ', ' ORDER BY label) AS taken_by, sum(held)::BIGINT AS holds
FROM (
    SELECT venue_id, local_date, coalesce(artist, name) AS label, 0 AS held FROM event
    WHERE competes(status, is_show, gone_at) AND venue_id IS NOT NULL AND local_date BETWEEN $day::DATE AND $until::DATE
    UNION ALL
    SELECT venue_id, local_date, NULL, 1 FROM date_hold
    WHERE coalesce(outcome, 'confirmed') = 'confirmed' AND local_date BETWEEN $day::DATE AND $until::DATE)
GROUP BY venue_id, local_date ORDER BY venue_id, local_date
