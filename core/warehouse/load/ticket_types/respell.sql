-- Types that are stored, or stand above, in another spelling: the name that they keep.
WITH written AS (SELECT concert_id, name, min(row) AS row FROM staged GROUP BY concert_id, name),
known AS (
    SELECT concert_id, name, 0 AS row FROM ticket_type
    UNION ALL SELECT concert_id, name, row FROM written
)
SELECT w.concert_id, w.name AS written, arg_min(k.name, (k.row, k.name <> w.name, k.name)) AS name
FROM written w JOIN known k ON k.concert_id = w.concert_id AND folded(k.name) = folded(w.name)
GROUP BY w.concert_id, w.name HAVING arg_min(k.name, (k.row, k.name <> w.name, k.name)) <> w.name
