-- Pairs of names that look alike but do not fold to one key, and ids that share a name: for a person to decide.
DELETE FROM match_review;

CREATE OR REPLACE TEMP TABLE looks AS
SELECT kind, id, name, name_key, place,
       regexp_replace(regexp_replace(replace(plain, '&', ' and '), '^the ', ''), '[^\p{L}\p{N}]+', '', 'g') AS bare,
       list_aggregate(list_sort(string_split_regex(replace(name_key, ',', ''), '\s+')), 'string_agg', ' ') AS words
-- Letters that are no letter with an accent, but that many keyboards lack: Łona is written Lona.
FROM (SELECT *, replace(replace(replace(translate(name_key, 'łøđðħŧı', 'loddhti'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th') AS plain
      FROM (SELECT 'artist' AS kind, artist_id AS id, name, name_key, '' AS place FROM artist
            UNION ALL
            SELECT 'venue', venue_id, name, name_key, concat_ws('/', country, city) FROM venue))
WHERE name_key IS NOT NULL;

INSERT INTO match_review
SELECT l.kind, l.name, r.name, 'one name, two ids', l.id, r.id
FROM looks l JOIN looks r ON l.kind = r.kind AND l.place = r.place AND l.name_key = r.name_key AND l.id < r.id
UNION ALL
SELECT l.kind, l.name, r.name, 'differ only in punctuation, letters such as ł, "and" or "the"', l.id, r.id
FROM looks l JOIN looks r ON l.kind = r.kind AND l.place = r.place AND l.bare = r.bare AND l.id < r.id
WHERE l.name_key <> r.name_key AND l.bare <> ''
UNION ALL
SELECT l.kind, l.name, r.name, 'the same words in another order', l.id, r.id
FROM looks l JOIN looks r ON l.kind = r.kind AND l.place = r.place AND l.words = r.words AND l.id < r.id
WHERE l.name_key <> r.name_key AND l.bare <> r.bare
UNION ALL
SELECT kind, left_name, right_name, 'one letter differs', left_id, right_id
-- One changed letter cannot touch both the first three and the last three.
FROM (SELECT l.kind, l.name AS left_name, r.name AS right_name, l.id AS left_id, r.id AS right_id, l.bare AS one,
             r.bare AS other, l.words AS one_words, r.words AS other_words
      FROM looks l JOIN looks r ON l.kind = r.kind AND l.place = r.place AND left(l.bare, 3) = left(r.bare, 3)
      WHERE l.id < r.id
      UNION
      SELECT l.kind, l.name, r.name, l.id, r.id, l.bare, r.bare, l.words, r.words
      FROM looks l JOIN looks r ON l.kind = r.kind AND l.place = r.place AND right(l.bare, 3) = right(r.bare, 3)
      WHERE l.id < r.id)
WHERE one <> other AND one_words <> other_words AND length(one) >= 6 AND abs(length(one) - length(other)) <= 1
  AND levenshtein(one, other) = 1
  -- "Hall 1" and "Hall 2" are no misspellings of each other.
  AND regexp_replace(one, '[0-9]', '', 'g') <> regexp_replace(other, '[0-9]', '', 'g')
UNION ALL
SELECT l.kind, l.name, r.name, 'one of them has no city', l.id, r.id
FROM looks l JOIN looks r ON l.kind = 'venue' AND r.kind = 'venue' AND l.name_key = r.name_key
WHERE l.place = '' AND r.place <> '';
