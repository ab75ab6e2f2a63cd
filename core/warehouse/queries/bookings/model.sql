-- The models taught at publish as of a day (skops; NULL where declined), and why there is none of the outcome.
SELECT booker, outcome, declined FROM booking_model WHERE as_of = $day::DATE
