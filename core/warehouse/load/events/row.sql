-- All that a row says, to find rows that say it twice.
SELECT * FROM staged
