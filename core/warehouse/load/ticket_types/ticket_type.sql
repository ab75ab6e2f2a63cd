-- What is on sale for each show, at what price, and how many.
SELECT * FROM staged
