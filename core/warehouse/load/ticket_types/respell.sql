-- A type that is stored, or stands above, in another spelling (case, accents, blanks) is the same type: it keeps that name.
UPDATE staged SET name = spelled.first FROM (
    SELECT s.row, coalesce(min(t.name), min(s.first)) AS first
    FROM (SELECT row, concert_id, name, first_value(name) OVER (
              PARTITION BY concert_id, lower(strip_accents(trim(regexp_replace(name, '\s+', ' ', 'g')))) ORDER BY row) AS first
          FROM staged) s
    LEFT JOIN ticket_type t ON t.concert_id = s.concert_id
        AND lower(strip_accents(trim(regexp_replace(t.name, '\s+', ' ', 'g'))))
          = lower(strip_accents(trim(regexp_replace(s.name, '\s+', ' ', 'g'))))
    GROUP BY s.row) AS spelled
WHERE spelled.row = staged.row AND spelled.first <> staged.name
