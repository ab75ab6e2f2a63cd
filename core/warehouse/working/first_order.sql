-- The first order of each buyer by $today, of several at one moment the one stored first: how a sale to somebody new is told.
SELECT buyer_id, arg_min(order_id, epoch_us(coalesce(sold_at, sold_on::TIMESTAMP))::HUGEINT * 1000000000000 + rowid) AS order_id
FROM warehouse.order_line WHERE buyer_id IS NOT NULL AND sold_on <= $today GROUP BY buyer_id
