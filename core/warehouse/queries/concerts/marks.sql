-- Dates worth a mark on the curve of one show: announce and on-sale (days out).
SELECT date_diff('day', announce_date, local_date) AS days_out, 'announce' AS label FROM concert
WHERE concert_id = $concert_id AND announce_date IS NOT NULL
UNION ALL
SELECT date_diff('day', onsale_date, local_date), 'on-sale' FROM concert
WHERE concert_id = $concert_id AND onsale_date IS NOT NULL
ORDER BY days_out DESC
