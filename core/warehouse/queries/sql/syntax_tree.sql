-- How DuckDB itself reads a statement: its syntax tree (JSON text), or in it an error and why.
SELECT json_serialize_sql($sql)::VARCHAR AS tree
