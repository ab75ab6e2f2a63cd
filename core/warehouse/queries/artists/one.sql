-- One artist: identity, listeners (people) and plays, our shows and listed dates (counts).
SELECT * FROM artist WHERE artist_id = $artist_id
