-- Replace the presales of the listings of this run (table seen) by those it brought (table presales_seen).
DELETE FROM presale WHERE event_id IN (SELECT event_id FROM seen);
INSERT INTO presale BY NAME SELECT * FROM presales_seen
