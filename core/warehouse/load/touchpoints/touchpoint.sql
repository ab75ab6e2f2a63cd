-- The path to an order.
SELECT * FROM staged
