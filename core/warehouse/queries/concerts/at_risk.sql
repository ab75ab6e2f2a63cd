-- Shows on sale that need someone, most urgent first: those forecast under break-even, then those behind comparables
-- (pace under 90), then those to watch (90 to 96); inside each by money at stake, then by days left.
-- pace = 100 x pace_index; tickets_short = to break-even, else to what comparables finish at; at_stake = their money.
WITH risk AS (
    SELECT concert_id, artist, venue, city, market, genre, local_date, days_out, currency, sellable,
           tickets_sold, 100 * pace_index AS pace, p10, p50, p90, declined_reason, break_even_tickets,
           chance_of_profit, coalesce(avg_ticket_price, face_value) AS price,
           CASE WHEN p50 < break_even_tickets THEN 'under break-even'
                WHEN pace_index < 0.9 THEN 'behind'
                WHEN round(100 * pace_index) <= 96 THEN 'watch' END AS why,
           CASE WHEN p50 < break_even_tickets THEN break_even_tickets - p50
                ELSE short_of(comparable_final_share * sellable, p50) END AS tickets_short
    FROM standing
    WHERE phase = 'on_sale'
      AND chosen($markets::VARCHAR[], market) AND chosen($venues::VARCHAR[], venue)
      AND chosen($genres::VARCHAR[], genre) AND within($date_from::DATE, $date_to::DATE, local_date)
)
SELECT * EXCLUDE (price), (tickets_short * price)::DECIMAL(18, 2) AS at_stake
FROM risk WHERE why IS NOT NULL
ORDER BY list_position(['under break-even', 'behind', 'watch'], why), at_stake DESC NULLS LAST, days_out, concert_id
