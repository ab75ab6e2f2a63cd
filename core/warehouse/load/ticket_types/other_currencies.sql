-- Rows whose currency is not that of their show: of its types that the file does not name, else of the first that it does.
SELECT row, currency, sold_in FROM (
    SELECT s.row, s.currency,
           coalesce(o.currency, first_value(s.currency) OVER (PARTITION BY s.concert_id ORDER BY s.row)) AS sold_in
    FROM staged s
    LEFT JOIN (SELECT concert_id, min(currency) AS currency FROM ticket_type
               WHERE (concert_id, name) NOT IN (SELECT concert_id, name FROM staged) GROUP BY concert_id) o USING (concert_id))
WHERE currency <> sold_in ORDER BY row
