-- What was agreed with the artist, one deal a show.
SELECT * FROM staged
