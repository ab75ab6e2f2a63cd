-- Words that questions share: `chosen` keeps everything when nothing is chosen, `within` leaves open ends open.
CREATE MACRO snapshot.chosen(choice, value) AS choice IS NULL OR list_contains(choice, value);
CREATE MACRO snapshot.within(first, last, day) AS (first IS NULL OR day >= first) AND (last IS NULL OR day <= last);
