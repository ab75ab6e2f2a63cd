-- Words that questions share: `chosen` keeps everything when nothing is chosen, `within` leaves open ends open.
CREATE MACRO snapshot.chosen(choice, value) AS choice IS NULL OR list_contains(choice, value);
-- What is missing to a goal, 0 when reached; NULL when either is not known (greatest() would skip the NULL).
CREATE MACRO snapshot.short_of(goal, reached) AS CASE WHEN reached < goal THEN goal - reached WHEN reached >= goal THEN 0 END;
-- Great-circle distance of two points in miles, haversine; NULL when a coordinate is missing.
CREATE MACRO snapshot.miles_between(lat1, lon1, lat2, lon2) AS 2 * 3958.8 * asin(sqrt(
    pow(sin(radians(lat2 - lat1) / 2), 2)
    + cos(radians(lat1)) * cos(radians(lat2)) * pow(sin(radians(lon2 - lon1) / 2), 2)));
CREATE MACRO snapshot.within(first, last, day) AS (first IS NULL OR day >= first) AND (last IS NULL OR day <= last);
-- Lifecycle segment on a day, by shows bought for while the last purchase is within 18 months: New 1, Once Before 2,
-- Convertee 3, Active 4-10, Super Active > 10; Stale 18-36 months since the last purchase; Lapsed > 36 months.
CREATE MACRO snapshot.lifecycle_of(shows, last_on, day) AS CASE WHEN shows IS NULL THEN NULL
    WHEN last_on < day - INTERVAL 36 MONTH THEN 'Lapsed' WHEN last_on < day - INTERVAL 18 MONTH THEN 'Stale'
    WHEN shows = 1 THEN 'New' WHEN shows = 2 THEN 'Once Before' WHEN shows = 3 THEN 'Convertee'
    WHEN shows <= 10 THEN 'Active' ELSE 'Super Active' END;
-- How much a rival weighs beside a show of ours: its size over ours (at most 3; unknown: half), how near its genre is
-- (unknown: 0.5), and how near in days within $n. 1 is a show as big as ours, of our genre, on our night.
CREATE MACRO snapshot.rival_weight(theirs, ours, closeness, days, n) AS
    least(coalesce(theirs / nullif(ours, 0)::DOUBLE, 0.5), 3) * coalesce(closeness, 0.5) * (1 - abs(days) / (n + 1.0));
-- Whether a listing competes at all.
CREATE MACRO snapshot.competes(status, is_show, gone_at) AS
    is_show AND gone_at IS NULL AND coalesce(status, 'onsale') NOT IN ('cancelled', 'postponed');
