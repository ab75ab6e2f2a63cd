-- Who bought.
SELECT * FROM staged
