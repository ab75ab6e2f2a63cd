-- Lines of orders: the same order and ticket type may stand on several lines.
SELECT * FROM staged WHERE order_id IS NOT NULL
