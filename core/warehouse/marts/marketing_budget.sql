-- What each show's budget sets aside for marketing, and what its sheet says was paid (money in the show's currency).
SELECT e.concert_id, c.currency, sum(e.budgeted)::DECIMAL(18, 2) AS budgeted, sum(e.actual)::DECIMAL(18, 2) AS actual
FROM warehouse.expense e JOIN snapshot.concert c USING (concert_id)
WHERE coalesce(e.unit, 'flat') = 'flat' AND regexp_matches(lower(e.category), 'marketing|advertis|promotion')
GROUP BY e.concert_id, c.currency ORDER BY e.concert_id
