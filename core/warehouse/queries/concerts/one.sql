-- One show whole, or all where $concert_id is NULL: names, capacity, tickets, money (in its currency), pace, forecast, deal and result.
-- purchase_horizon = days out by which half of its tickets had been bought, comparable_horizon = their median (days).
SELECT * EXCLUDE (tickets_7d, tickets_prior_7d, spend_7d, spend_prior_7d) FROM standing
WHERE $concert_id::VARCHAR IS NULL OR concert_id = $concert_id
