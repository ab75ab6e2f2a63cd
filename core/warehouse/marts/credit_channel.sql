-- Credits by show, window (days) and channel over all campaigns, one column a model and measure: tickets, gross (money in the
-- show's currency), new buyers. Small, so that a page can add it up for any choice of shows.
SELECT concert_id, window_days, channel,
       coalesce(sum(tickets) FILTER (model = 'first'), 0) AS first_tickets, coalesce(sum(gross) FILTER (model = 'first'), 0) AS first_gross, coalesce(sum(new_buyers) FILTER (model = 'first'), 0) AS first_new_buyers,
       coalesce(sum(tickets) FILTER (model = 'last'), 0) AS last_tickets, coalesce(sum(gross) FILTER (model = 'last'), 0) AS last_gross, coalesce(sum(new_buyers) FILTER (model = 'last'), 0) AS last_new_buyers,
       coalesce(sum(tickets) FILTER (model = 'linear'), 0) AS linear_tickets, coalesce(sum(gross) FILTER (model = 'linear'), 0) AS linear_gross, coalesce(sum(new_buyers) FILTER (model = 'linear'), 0) AS linear_new_buyers,
       coalesce(sum(tickets) FILTER (model = 'position'), 0) AS position_tickets, coalesce(sum(gross) FILTER (model = 'position'), 0) AS position_gross, coalesce(sum(new_buyers) FILTER (model = 'position'), 0) AS position_new_buyers,
       coalesce(sum(tickets) FILTER (model = 'time_decay'), 0) AS time_decay_tickets, coalesce(sum(gross) FILTER (model = 'time_decay'), 0) AS time_decay_gross, coalesce(sum(new_buyers) FILTER (model = 'time_decay'), 0) AS time_decay_new_buyers,
       coalesce(sum(tickets) FILTER (model = 'shapley'), 0) AS shapley_tickets, coalesce(sum(gross) FILTER (model = 'shapley'), 0) AS shapley_gross, coalesce(sum(new_buyers) FILTER (model = 'shapley'), 0) AS shapley_new_buyers
FROM snapshot.credit GROUP BY concert_id, window_days, channel ORDER BY window_days, concert_id, channel
