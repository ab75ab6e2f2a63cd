-- What a file without a status column leaves open.
UPDATE event SET status = 'onsale' WHERE status IS NULL AND source = 'events';
