-- Shows on sale that need someone, most urgent first: those forecast under break-even, then those behind comparables
-- (pace under 90), then those to watch (90 to 96); inside each by money at stake, then by days left.
-- pace = 100 x pace_index; tickets_short = to break-even, else to what comparables finish at; at_stake = their money.
WITH risk AS (
    SELECT c.concert_id, c.artist, c.venue, c.city, c.market, c.genre, c.local_date, c.days_out, c.currency, c.sellable,
           t.tickets_sold, 100 * f.pace_index AS pace, f.p10, f.p50, f.p90, f.declined_reason, s.break_even_tickets,
           s.chance_of_profit, coalesce(t.avg_ticket_price, c.face_value) AS price,
           CASE WHEN f.p50 < s.break_even_tickets THEN 'under break-even'
                WHEN f.pace_index < 0.9 THEN 'behind'
                WHEN round(100 * f.pace_index) <= 96 THEN 'watch' END AS why,
           CASE WHEN f.p50 < s.break_even_tickets THEN s.break_even_tickets - f.p50
                ELSE short_of(f.comparable_final_share * c.sellable, f.p50) END AS tickets_short
    FROM concert c
    JOIN event_total t USING (concert_id)
    JOIN forecast f USING (concert_id)
    LEFT JOIN settlement s USING (concert_id)
    WHERE c.phase = 'on_sale'
      AND chosen($markets::VARCHAR[], c.market) AND chosen($venues::VARCHAR[], c.venue)
      AND chosen($genres::VARCHAR[], c.genre)
      AND within($date_from::DATE, $date_to::DATE, c.local_date)
)
SELECT * EXCLUDE (price), (tickets_short * price)::DECIMAL(18, 2) AS at_stake
FROM risk WHERE why IS NOT NULL
ORDER BY list_position(['under break-even', 'behind', 'watch'], why), at_stake DESC NULLS LAST, days_out, concert_id
