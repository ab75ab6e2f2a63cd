"""Tables of a database file to Parquet files: how they are read, cut, counted and written with little memory."""

import hashlib
from collections.abc import Sequence
from concurrent.futures import Executor
from pathlib import Path

import duckdb

from core.errors import NothingPublished
from core.warehouse import cut, layers
from core.warehouse.migrate import migrations
from core.warehouse.snapshot import pointed_to, snapshot_folder
from core.warehouse.store import quoted, unreadable

# Small, so that a push stays below 200 MB beside what Python and the upload take.
MEMORY = "40MB"
# A table with as many rows is worth two threads to be counted; one with fewer is not worth a look at how it is stored.
LARGE, FEW = 500_000, 500
# Codes, whose values are nearly all different, are not tried as a dictionary for long; small groups of rows take less memory.
FORMAT = ("FORMAT parquet, PARQUET_VERSION v2, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE 20480, "
          "DICTIONARY_SIZE_LIMIT 1000, WRITE_BLOOM_FILTER false")


def schema_version() -> int:
    """The number of the last migration of this version."""
    return migrations()[-1].number


def published(data_dir: Path) -> Path:
    """The file of the snapshot in use. Raises NothingPublished."""
    name = pointed_to(snapshot_folder(data_dir))
    if not name:
        raise NothingPublished("Nothing has been published yet.", remedy="Run `python -m core import FOLDER` first.")
    return snapshot_folder(data_dir) / name


def attached(path: Path, name: str) -> duckdb.DuckDBPyConnection:
    """The file at `path`, read-only, under `name`, for one careful reader."""
    connection = duckdb.connect(config={"memory_limit": MEMORY, "threads": 1,
                                        "temp_directory": str(path.parent / "spill")})
    try:
        # No bar of DuckDB's own: where it takes the process for a notebook, it prints one among the rows of the answer.
        connection.execute("SET enable_progress_bar = false")
        connection.execute(f"ATTACH '{quoted(path)}' AS {name} (READ_ONLY)")
    except duckdb.Error as error:
        connection.close()
        raise unreadable(path, error) from error
    return connection


def sizes_of(connection: duckdb.DuckDBPyConnection, database: str) -> dict[str, cut.Size]:
    """Of each table, its rows as DuckDB estimates them."""
    found = connection.execute("SELECT table_name, estimated_size, column_count FROM duckdb_tables() "
                               "WHERE database_name = ?", [database]).fetchall()
    return {name: cut.size(rows, columns, blocks_of(connection, f'{database}."{name}"') if rows > FEW else 0)
            for name, rows, columns in found}


def blocks_of(connection: duckdb.DuckDBPyConnection, source: str) -> int:
    sql = f"SELECT count(DISTINCT block_id) FROM pragma_storage_info('{source}') WHERE block_id >= 0"
    return int(connection.execute(sql).fetchall()[0][0])


def counted(pool: Executor, connection: duckdb.DuckDBPyConnection, source: str, key: str,
            columns: layers.Columns) -> list[tuple[cut.Key, int, int]]:
    """(key, rows, sum of their hashes) of a table; of a large one in two halves at once, so that a key may come twice."""
    sql = f"SELECT {key}, count(*), sum({layers.row_hash(columns)}::HUGEINT) FROM {source}"
    rows = connection.execute(f"SELECT count(*) FROM {source}").fetchall()[0][0]
    if not rows:
        return []
    if rows < LARGE:
        return connection.execute(f"{sql} GROUP BY 1").fetchall()
    lower, upper = (f"{sql} WHERE rowid {half} GROUP BY 1" for half in (f"< {rows // 2}", f">= {rows // 2}"))
    counting = pool.submit(lambda cursor: cursor.execute(upper).fetchall(), connection.cursor())
    return [*connection.execute(lower).fetchall(), *counting.result()]


def tables_of(connection: duckdb.DuckDBPyConnection, database: str) -> dict[str, tuple[tuple[str, str], ...]]:
    """Table -> its columns as (name, DuckDB type), in order."""
    # Joined and sorted here: it takes less memory than what DuckDB needs to begin with either.
    names = connection.execute("SELECT table_name FROM duckdb_tables() WHERE database_name = ?", [database]).fetchall()
    found: dict[str, tuple[tuple[str, str], ...]] = {name: () for (name,) in sorted(names)}
    columns = connection.execute("SELECT table_name, column_index, column_name, data_type FROM duckdb_columns() "
                                 "WHERE database_name = ?", [database]).fetchall()
    for table, _, column, kind in sorted(columns):
        if table in found:
            found[table] = (*found[table], (column, kind))
    return found


def write(connection: duckdb.DuckDBPyConnection, rows: str, columns: Sequence[tuple[str, str]], file: Path) -> Path:
    """One part as a Parquet file: the same rows in the same order give the same bytes."""
    chosen = ", ".join(f'"{name}"::{travelling(kind)} AS "{name}"' for name, kind in columns)
    connection.execute(f"COPY (SELECT {chosen} {rows}) TO '{quoted(file)}' ({FORMAT})").fetchall()
    return file


def travelling(kind: str) -> str:
    """Parquet has no HUGEINT (DuckDB would write a DOUBLE): it travels as an exact decimal."""
    return "DECIMAL(38, 0)" if kind == "HUGEINT" else kind


def fingerprint(*what: object) -> str:
    """Of the rows of a part, whatever their order. DuckDB's hash may differ from version to version, so it counts."""
    return hashlib.sha256(repr((duckdb.__version__, *what)).encode()).hexdigest()[:32]
