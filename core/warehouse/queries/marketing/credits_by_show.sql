-- What each additive model credits each channel of each show with, by window (days) and currency: tickets, gross (money),
-- new buyers, a column a model and measure.
SELECT c.currency, t.* FROM credit_channel t JOIN concert c USING (concert_id)
