-- What a whole tour grossed.
SELECT s.row, s.tour_id, a.artist_id, s.tour, s.first_year, s.last_year, s.shows, s.gross, s.avg_gross, s.currency
FROM staged s JOIN artist_map a ON a.spelling = s.artist AND a.given IS NULL
