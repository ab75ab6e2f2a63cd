-- What each channel brought over all shows: tickets generated and sold, money spent and wasted, with 80 % ranges.
SELECT * FROM response_channel ORDER BY spend DESC, channel
