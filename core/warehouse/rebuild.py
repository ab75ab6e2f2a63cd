"""Back from Parquet files to DuckDB: the snapshot a dashboard serves, or a warehouse to go on working with."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import duckdb

from core.errors import StoreBroken, StoreOutdated
from core.lock import alone
from core.warehouse import build, layers
from core.warehouse.definitions import digest
from core.warehouse.migrate import migrate
from core.warehouse.snapshot import made_by, make_durable, write_snapshot
from core.warehouse.store import open_warehouse, warehouse_path


class Files(Protocol):
    """A table to build: its columns with types, its number of rows, the Parquet files that hold them, and those that hold
    rows to leave out, once each."""

    @property
    def name(self) -> str: ...
    @property
    def columns(self) -> tuple[tuple[str, str], ...]: ...
    @property
    def rows(self) -> int: ...
    @property
    def files(self) -> list[Path]: ...
    @property
    def gone(self) -> list[Path]: ...


def build_snapshot(data_dir: Path, tables: Sequence[Files]) -> str:
    """Make the next snapshot of these tables and point to it; returns its file name. Raises StoreError."""
    with alone(data_dir), duckdb.connect(config={
            "memory_limit": "256MB", "temp_directory": str(data_dir / "spill")}) as connection:
        connection.execute("SET enable_progress_bar = false; ATTACH ':memory:' AS warehouse; USE warehouse")
        _, path = write_snapshot(connection, data_dir, lambda made: fill_snapshot(made, tables))
    return path.name


def fill_snapshot(connection: duckdb.DuckDBPyConnection, tables: Sequence[Files]) -> None:
    build.define(connection)
    for table in tables:
        columns = ", ".join(f'"{name}" {sql_type(kind)}' for name, kind in table.columns)
        connection.execute(f'CREATE OR REPLACE TABLE snapshot."{table.name}" ({columns})')
        insert(connection, "snapshot", table)
    if made_by(connection, "snapshot.published") != digest():
        raise StoreOutdated("The pushed snapshot was published by another version of Marquee.",
                            remedy="Update the older side, publish and push again; the snapshot in use stays.")


def build_warehouse(data_dir: Path, tables: Sequence[Files]) -> str:
    """Make the warehouse of these tables; one that was there is kept beside it as `warehouse.before-<n>.duckdb`."""
    path = warehouse_path(data_dir)
    with alone(data_dir):
        partial = path.with_suffix(".partial")
        for stray in (partial, partial.with_name(partial.name + ".wal")):
            stray.unlink(missing_ok=True)
        with open_warehouse(partial, data_dir / "spill") as connection:
            migrate(connection)
            for table in tables:
                connection.execute(f'DELETE FROM warehouse."{table.name}"')
                insert(connection, "warehouse", table)
            connection.execute("CHECKPOINT").fetchall()
        make_durable(partial)
        if path.exists():
            path.rename(path.with_name(f"warehouse.before-{len(list(data_dir.glob('warehouse.before-*')))}.duckdb"))
        partial.rename(path)
    return path.name


def insert(connection: duckdb.DuckDBPyConnection, database: str, table: Files) -> None:
    """The rows of all files, with the types they had; their number must be what was said."""
    columns = [(name, sql_type(kind)) for name, kind in table.columns]
    if table.files:
        connection.execute(f'INSERT INTO {database}."{table.name}" BY NAME {rows_of(columns, table)}').fetchall()
    rows = connection.execute(f'SELECT count(*) FROM {database}."{table.name}"').fetchall()[0][0]
    if rows != table.rows:
        raise StoreBroken(f"Table {table.name} has {rows:,} rows where its manifest says {table.rows:,}.",
                          remedy="Push again from the machine that has the store, or roll back.")


def rows_of(columns: Sequence[tuple[str, str]], table: Files) -> str:
    """SQL for the rows of a table's files without those that went."""
    came, went = layers.typed(columns, table.files), layers.typed(columns, table.gone)
    if not table.gone:
        return came
    row = layers.row_hash(columns)
    return f"""WITH came AS ({came}), went AS ({went})
        SELECT * FROM came WHERE {row} NOT IN (SELECT {row} FROM went)
        UNION ALL (SELECT * FROM came WHERE {row} IN (SELECT {row} FROM went) EXCEPT ALL SELECT * FROM went)"""


def sql_type(kind: str) -> str:
    """A type's name as DuckDB itself writes it, so that text from outside never becomes SQL."""
    try:
        return str(duckdb.sqltype(kind))
    except duckdb.Error as error:
        raise StoreBroken(f"{kind!r} is not a type of DuckDB.", remedy="Roll back, or push again.") from error
