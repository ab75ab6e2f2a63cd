-- The fit of BG/NBD to the buyers (time in weeks), or why there is none.
SELECT * FROM purchase_model
