-- What was spent on a channel on a day, for one show or for the season.
SELECT * FROM staged
