-- Pairs of names that look alike but do not fold to one key, and ids that share a name: for a person to decide.
DELETE FROM match_review;

CREATE OR REPLACE TEMP TABLE looks AS
SELECT kind, id, name, name_key, place,
       regexp_replace(regexp_replace(replace(name_key, '&', ' and '), '^the ', ''), '[^\p{L}\p{N}]+', '', 'g') AS bare,
       list_aggregate(list_sort(string_split_regex(replace(name_key, ',', ''), '\s+')), 'string_agg', ' ') AS words
FROM (SELECT 'artist' AS kind, artist_id AS id, name, name_key, '' AS place FROM artist
      UNION ALL
      SELECT 'venue', venue_id, name, name_key, concat_ws('/', country, city) FROM venue)
WHERE name_key IS NOT NULL;

INSERT INTO match_review
SELECT l.kind, l.name, r.name, 'one name, two ids', l.id, r.id
FROM looks l JOIN looks r ON l.kind = r.kind AND l.place = r.place AND l.name_key = r.name_key AND l.id < r.id
UNION ALL
SELECT l.kind, l.name, r.name, 'differ only in punctuation, "and" or "the"', l.id, r.id
FROM looks l JOIN looks r ON l.kind = r.kind AND l.place = r.place AND l.bare = r.bare AND l.id < r.id
WHERE l.name_key <> r.name_key AND l.bare <> ''
UNION ALL
SELECT l.kind, l.name, r.name, 'the same words in another order', l.id, r.id
FROM looks l JOIN looks r ON l.kind = r.kind AND l.place = r.place AND l.words = r.words AND l.id < r.id
WHERE l.name_key <> r.name_key AND l.bare <> r.bare
UNION ALL
SELECT l.kind, l.name, r.name, 'one letter differs', l.id, r.id
FROM looks l JOIN looks r ON l.kind = r.kind AND l.place = r.place AND left(l.bare, 3) = left(r.bare, 3) AND l.id < r.id
WHERE l.bare <> r.bare AND l.words <> r.words AND length(l.bare) >= 6 AND abs(length(l.bare) - length(r.bare)) <= 1
  AND levenshtein(l.bare, r.bare) = 1
  -- "Hall 1" and "Hall 2" are no misspellings of each other.
  AND regexp_replace(l.bare, '[0-9]', '', 'g') <> regexp_replace(r.bare, '[0-9]', '', 'g')
UNION ALL
SELECT l.kind, l.name, r.name, 'one of them has no city', l.id, r.id
FROM looks l JOIN looks r ON l.kind = 'venue' AND r.kind = 'venue' AND l.name_key = r.name_key
WHERE l.place = '' AND r.place <> '';
