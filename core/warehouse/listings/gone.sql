-- Mark the listings of table vanished as gone at $now (UTC), with a dated fact of run $run_id.
INSERT INTO event_change
SELECT event_id, 'gone', $now, $run_id FROM vanished SEMI JOIN (FROM event WHERE gone_at IS NULL) USING (event_id);
UPDATE event SET gone_at = $now FROM vanished WHERE event.event_id = vanished.event_id AND event.gone_at IS NULL
