-- What a channel would have brought at other spend (tickets; money in `currency`), every channel when none is named.
SELECT * FROM response_curve WHERE $channel::VARCHAR IS NULL OR channel = $channel ORDER BY channel, spend
