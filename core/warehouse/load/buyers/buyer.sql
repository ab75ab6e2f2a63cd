-- Who bought, one row a buyer.
SELECT * FROM staged
