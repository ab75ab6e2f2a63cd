-- Quality checks over the published data, failures first: what must hold, how many rows break it, pages affected.
SELECT check_name, broken, affected FROM (
    SELECT 'Every show has ticket types' AS check_name,
           (SELECT count(*) FROM concert WHERE sellable IS NULL AND phase NOT IN ('hold', 'cancelled')) AS broken,
           'Overview, Concerts' AS affected
    UNION ALL SELECT 'No show has sold more than is sellable',
           (SELECT count(*) FROM event_total WHERE tickets_sold - refunded > sellable), 'Overview, Concerts'
    UNION ALL SELECT 'Every ticket sold is of a known ticket type',
           (SELECT count(*) FROM event_total s
               LEFT JOIN (SELECT concert_id, sum(tickets_sold) AS known FROM ticket_count GROUP BY concert_id) USING (concert_id)
               WHERE s.tickets_sold > coalesce(known, 0)), 'Concerts'
    UNION ALL SELECT 'All spend is in the currency of its show',
           (SELECT count(*) FROM campaign_day d JOIN concert c USING (concert_id) WHERE d.currency <> c.currency), 'Marketing'
    UNION ALL SELECT 'No show has refunded more than it sold',
           (SELECT count(*) FROM event_total WHERE refunded > tickets_sold OR refunded_amount > gross), 'Overview, Concerts'
    UNION ALL SELECT 'Nothing is sold after the show',
           (SELECT count(*) FROM event_day WHERE days_out < 0), 'Concerts'
    UNION ALL SELECT 'Nothing is sold in the future',
           (SELECT count(*) FROM event_day, published WHERE date > today), 'Overview, Concerts'
    UNION ALL SELECT 'Every show on sale has an on-sale date',
           (SELECT count(*) FROM concert WHERE phase IN ('on_sale', 'sold_out') AND onsale_date IS NULL), 'Concerts'
    UNION ALL SELECT 'Every show has a deal',
           (SELECT count(*) FROM concert c WHERE phase IN ('on_sale', 'sold_out', 'played')
               AND NOT EXISTS (FROM deal d WHERE d.concert_id = c.concert_id)), 'Concerts'
    UNION ALL SELECT 'Every show has a genre',
           (SELECT count(*) FROM concert WHERE genre IS NULL), 'Artists, Concerts'
    UNION ALL SELECT 'Every venue has a capacity',
           (SELECT count(*) FROM venue WHERE venue_capacity IS NULL), 'Artists, Events'
    UNION ALL SELECT 'Every venue is on the map',
           (SELECT count(*) FROM venue WHERE latitude IS NULL OR longitude IS NULL), 'Events'
    UNION ALL SELECT 'Every city is told from its namesakes',
           (SELECT count(*) FROM venue WHERE location_doubt IS NOT NULL), 'Events'
    UNION ALL SELECT 'No row was refused',
           (SELECT coalesce(sum(rejected), 0) FROM ingest_count), 'Data'
) ORDER BY broken = 0, broken DESC, check_name
