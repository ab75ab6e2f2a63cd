-- Merchandise, food and drink.
SELECT * FROM staged
