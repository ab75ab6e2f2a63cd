-- People admitted and what they spent, by show: drop_count (people), merch and f&b gross in the show's currency.
SELECT c.concert_id, s.drop_count, m.merch_gross, m.fnb_gross,
       (m.merch_gross / nullif(s.drop_count, 0))::DECIMAL(18, 2) AS per_cap_merch,
       (m.fnb_gross / nullif(s.drop_count, 0))::DECIMAL(18, 2) AS per_cap_fnb
FROM warehouse.concert c
LEFT JOIN (SELECT concert_id, sum(admitted)::BIGINT AS drop_count FROM warehouse.scan GROUP BY concert_id) s
       ON s.concert_id = c.concert_id
LEFT JOIN (SELECT concert_id, sum(gross) FILTER (kind = 'merch') AS merch_gross,
                  sum(gross) FILTER (kind = 'fnb') AS fnb_gross
           FROM warehouse.ancillary GROUP BY concert_id) m ON m.concert_id = c.concert_id
WHERE s.drop_count IS NOT NULL OR m.concert_id IS NOT NULL
ORDER BY c.concert_id
