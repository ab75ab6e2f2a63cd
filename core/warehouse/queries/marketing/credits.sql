-- What each additive model credits each channel with, by window (days) and currency: tickets, gross (money), new buyers.
SELECT * FROM (
    SELECT c.currency, t.window_days, t.channel, unnest([
           {model: 'first', tickets: sum(first_tickets), gross: sum(first_gross), new_buyers: sum(first_new_buyers)},
           {model: 'last', tickets: sum(last_tickets), gross: sum(last_gross), new_buyers: sum(last_new_buyers)},
           {model: 'linear', tickets: sum(linear_tickets), gross: sum(linear_gross), new_buyers: sum(linear_new_buyers)},
           {model: 'position', tickets: sum(position_tickets), gross: sum(position_gross), new_buyers: sum(position_new_buyers)},
           {model: 'time_decay', tickets: sum(time_decay_tickets), gross: sum(time_decay_gross), new_buyers: sum(time_decay_new_buyers)},
           {model: 'shapley', tickets: sum(shapley_tickets), gross: sum(shapley_gross), new_buyers: sum(shapley_new_buyers)}], recursive := true)
    FROM credit_channel t JOIN concert c USING (concert_id)
    WHERE chosen($markets::VARCHAR[], c.market) AND chosen($venues::VARCHAR[], c.venue)
      AND chosen($genres::VARCHAR[], c.genre) AND within($date_from::DATE, $date_to::DATE, c.local_date)
      AND ($show::VARCHAR IS NULL OR t.concert_id = $show)
      AND ($window_days::INTEGER IS NULL OR t.window_days = $window_days)
    GROUP BY c.currency, t.window_days, t.channel
) WHERE ($model::VARCHAR IS NULL OR model = $model) AND (tickets <> 0 OR gross <> 0 OR new_buyers <> 0)
ORDER BY currency, window_days, model, channel
