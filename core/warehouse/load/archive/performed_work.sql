-- The works of each performance in their order.
SELECT row, event_id, position::INTEGER AS position, work.composer AS composer, work.work AS work,
       work.conductor AS conductor, work.soloists AS soloists
FROM (SELECT row, event_id, unnest(works) AS work, generate_subscripts(works, 1) AS position FROM staged)
