-- What is equal for two spellings of one name: case, accents and blanks do not count.
CREATE OR REPLACE TEMP MACRO folded(name) AS lower(strip_accents(trim(regexp_replace(name, '\s+', ' ', 'g'))))
