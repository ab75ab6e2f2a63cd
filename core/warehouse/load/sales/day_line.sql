-- Sales told a day and ticket type at a time, without orders.
SELECT * FROM staged WHERE order_id IS NULL
