-- Spend whose currency is not that of its show.
SELECT s.row, s.currency, t.currency AS sold_in
FROM staged s JOIN (SELECT concert_id, min(currency) AS currency FROM ticket_type GROUP BY concert_id) t USING (concert_id)
WHERE s.currency <> t.currency ORDER BY s.row
