-- Where every channel has one spelling, it is shown as it is written: a join over all order lines would find nothing.
CREATE OR REPLACE TEMP MACRO spelled(name) AS name
