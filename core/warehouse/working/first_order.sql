-- The first order of each buyer by $today: how a sale to somebody new is told.
SELECT buyer_id, arg_min(order_id, coalesce(sold_at, sold_on)) AS order_id
FROM warehouse.order_line WHERE buyer_id IS NOT NULL AND sold_on <= $today GROUP BY buyer_id
