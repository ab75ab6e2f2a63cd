-- What a show costs, budgeted and actual.
SELECT * FROM staged
