-- How many orders of each show went from one touch to the next, by window (days) and currency; (start) and (sold) are the
-- ends.
SELECT t.concert_id, c.currency, t.window_days, t.step_from, t.step_to, t.orders
FROM path_step t JOIN concert c USING (concert_id)
