-- What a file without a status column leaves open.
UPDATE concert SET deal_status = 'confirmed' WHERE deal_status IS NULL;
UPDATE event SET status = 'onsale' WHERE status IS NULL AND source = 'concerts';
