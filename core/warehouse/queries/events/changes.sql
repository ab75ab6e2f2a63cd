-- What changed in the listings, newest first, what is new last of its run: new, cancelled, rescheduled, postponed, gone
-- (seen_at in UTC). A show of the past that an import brings is no news: past as seen then, and in the sample season as
-- its own day says, which stands still.
SELECT k.seen_at, k.change, e.name, e.venue, e.city, e.market, e.local_date, e.status, e.is_ours, e.event_id
FROM event_change k JOIN event e USING (event_id), published p
WHERE (k.change <> 'new' OR e.local_date >= least(k.seen_at::DATE, p.today))
  AND chosen($markets::VARCHAR[], e.market) AND chosen($venues::VARCHAR[], e.venue)
  AND chosen($genres::VARCHAR[], e.genre) AND within($date_from::DATE, $date_to::DATE, e.local_date)
ORDER BY k.seen_at DESC, k.change = 'new', e.event_id LIMIT 200
