-- Types that are stored, or stand above, in another spelling (case, accents, blanks): the name that they keep.
SELECT s.concert_id, s.name AS written, coalesce(min(t.name), min(s.first)) AS name
FROM (SELECT concert_id, name, first_value(name) OVER (
          PARTITION BY concert_id, lower(strip_accents(trim(regexp_replace(name, '\s+', ' ', 'g')))) ORDER BY row) AS first
      FROM staged) s
LEFT JOIN ticket_type t ON t.concert_id = s.concert_id
    AND lower(strip_accents(trim(regexp_replace(t.name, '\s+', ' ', 'g'))))
      = lower(strip_accents(trim(regexp_replace(s.name, '\s+', ' ', 'g'))))
GROUP BY s.concert_id, s.name HAVING coalesce(min(t.name), min(s.first)) <> s.name
