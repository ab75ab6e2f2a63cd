-- What one row of a history says, to find rows that say it twice.
SELECT row, event_id, acts, first_position, venue_capacity FROM staged
