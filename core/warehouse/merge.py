"""Put cleaned rows into a table so that the same rows twice change nothing: delete and insert, never upsert."""

from typing import NamedTuple

import duckdb
import pyarrow as pa


class Merged(NamedTuple):
    new: int
    changed: int
    unchanged: int


def merge(connection: duckdb.DuckDBPyConnection, table: str, rows: pa.Table, key: tuple[str, ...]) -> Merged:
    """Merge `rows` into `table` by `key`, inside the caller's transaction.

    `table` and the column names come from our own code, never from input. Key values may be NULL and must be
    unique within `rows`. Columns that `rows` lacks keep their stored value (NULL on new rows).
    """
    connection.register("incoming", rows)
    try:
        [[filled]] = connection.execute(f"SELECT EXISTS (FROM {table})").fetchall()
        if not filled:
            connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM incoming").fetchall()
            return Merged(rows.num_rows, 0, 0)
        return merge_into_rows(connection, table, rows.column_names, key)
    finally:
        connection.unregister("incoming")


def merge_into_rows(connection: duckdb.DuckDBPyConnection, table: str, columns: list[str],
                    key: tuple[str, ...]) -> Merged:
    same_key = " AND ".join(f't."{c}" IS NOT DISTINCT FROM i."{c}"' for c in key)
    values = [c for c in columns if c not in key]
    differs = " OR ".join(f't."{c}" IS DISTINCT FROM i."{c}"' for c in values) or "false"
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE compared AS
        SELECT i.*, t.rowid AS stored, t.rowid IS NULL AS is_new, t.rowid IS NOT NULL AND ({differs}) AS is_changed
        FROM incoming i LEFT JOIN {table} t ON {same_key}""")
    [(new, changed, total)] = connection.execute(
        "SELECT count(*) FILTER (is_new), count(*) FILTER (is_changed), count(*) FROM compared").fetchall()
    if new or changed:
        replaced = ", ".join(f'c."{c}"' for c in values)
        names = ", ".join(f'"{c}"' for c in values)
        keep = f"t.* EXCLUDE ({names}), {replaced}" if values else "t.*"
        connection.execute(f"""
            CREATE OR REPLACE TEMP TABLE rewritten AS
            SELECT {keep} FROM {table} t JOIN compared c ON c.stored = t.rowid WHERE c.is_changed""")
        connection.execute(f"DELETE FROM {table} WHERE rowid IN (SELECT stored FROM compared WHERE is_changed)")
        connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM rewritten")
        connection.execute(f"""
            INSERT INTO {table} BY NAME
            SELECT * EXCLUDE (stored, is_new, is_changed) FROM compared WHERE is_new""")
    return Merged(new, changed, total - new - changed)
