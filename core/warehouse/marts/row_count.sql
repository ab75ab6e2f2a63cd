-- How many rows each kind of fact has (rows), so that a person sees what is in and what is not.
SELECT 'concerts' AS kind, count(*) AS rows FROM warehouse.concert
UNION ALL SELECT 'ticket types', count(*) FROM warehouse.ticket_type
UNION ALL SELECT 'sales', count(*) FROM warehouse.order_line
UNION ALL SELECT 'ad spend', count(*) FROM warehouse.ad_spend_daily
UNION ALL SELECT 'deals', count(*) FROM warehouse.deal
UNION ALL SELECT 'expenses', count(*) FROM warehouse.expense
UNION ALL SELECT 'scans', count(*) FROM warehouse.scan
UNION ALL SELECT 'touchpoints', count(*) FROM warehouse.touchpoint
UNION ALL SELECT 'buyers', count(*) FROM warehouse.buyer
UNION ALL SELECT 'messages', count(*) FROM warehouse.message
UNION ALL SELECT 'ancillary sales', count(*) FROM warehouse.ancillary
UNION ALL SELECT 'events listed', count(*) FROM warehouse.event
UNION ALL SELECT 'artists', count(*) FROM warehouse.artist
UNION ALL SELECT 'venues', count(*) FROM warehouse.venue
UNION ALL SELECT 'listens', count(*) FROM warehouse.listen
UNION ALL SELECT 'artist tags', count(*) FROM warehouse.artist_tag
UNION ALL SELECT 'date holds', count(*) FROM warehouse.date_hold
UNION ALL SELECT 'box-office engagements', count(*) FROM warehouse.engagement
UNION ALL SELECT 'tour totals', count(*) FROM warehouse.tour_total
