-- The tables of this snapshot by name.
SELECT lower(table_name) AS name FROM duckdb_tables() WHERE NOT internal
