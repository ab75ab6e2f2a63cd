-- What this snapshot is: when it was published (UTC), the day it stands on, whether it is the sample season, its newest data.
SELECT p.published_at, p.today, (SELECT max(value) FROM about WHERE key = 'season') AS season,
       (SELECT max(ended_at) FROM ingest_run WHERE outcome <> 'failed') AS data_as_of,
       (SELECT count(*) FROM concert) AS concerts, (SELECT count(*) FROM event) AS events
FROM published p
