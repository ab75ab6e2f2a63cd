-- Spend of every show, day and channel (in its currency); concert_id NULL = for the whole season.
SELECT concert_id, date, channel, currency, spend::DOUBLE AS spend
FROM concert_day_channel WHERE spend > 0 ORDER BY concert_id, date, channel
