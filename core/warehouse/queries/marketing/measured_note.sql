-- Why nothing could be measured (NULL: it was), and what is not in it: season-wide spend (money), shows in other currencies.
SELECT * FROM response_note
