"""Tables to Parquet files: what is sent to an object store (`rebuild` is the way back).

A table with a date travels as one file a day (a month, when days are small); any other in stretches of rows. Each
part has a fingerprint of its rows, so that a part that did not change is not even written.
"""

import hashlib
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import duckdb

from core.errors import NothingPublished
from core.warehouse.migrate import migrations
from core.warehouse.snapshot import pointed_to, snapshot_folder
from core.warehouse.store import alone, quoted, unreadable, warehouse_path

# The day a row belongs to, where its column is not called `date`.
DAY_COLUMN = {"order_line": "sold_on", "touchpoint": "seen_at", "scan": "scanned_at", "message": "sent_on",
              "ingest_run": "started_at", "event_change": "seen_at"}
ROWS_A_DAY = 250
STRETCH = 250_000
# Small, so that a push stays below 200 MB beside what Python and the upload take.
MEMORY = "96MB"


class Part(NamedTuple):
    """`file` is None when the fingerprint is already known, or the table is empty (rows 0)."""

    database: str
    table: str
    columns: tuple[tuple[str, str], ...]
    partition: str
    rows: int
    fingerprint: str
    file: Path | None


class Cut(NamedTuple):
    """How a table is cut: `label` is SQL for the name of a row's part, `of` the same for one name as a condition."""

    label: str
    of: str


def schema_version() -> int:
    """The number of the last migration of this version."""
    return migrations()[-1].number


def published(data_dir: Path) -> Path:
    """The file of the snapshot in use. Raises NothingPublished."""
    name = pointed_to(snapshot_folder(data_dir))
    if not name:
        raise NothingPublished("Nothing has been published yet.", remedy="Run `python -m core import FOLDER` first.")
    return snapshot_folder(data_dir) / name


def export(data_dir: Path, folder: Path, known: Collection[str]) -> Iterator[Part]:
    """The parts of the warehouse, then of the snapshot in use; files of those not `known` are written to `folder`.

    The write lock of the store is held while the warehouse is read. Raises StoreBusy, NothingPublished.
    """
    snapshot = published(data_dir)
    folder.mkdir(parents=True, exist_ok=True)
    for stray in folder.iterdir():
        stray.unlink()
    with attached(snapshot, "snapshot") as connection:
        if warehouse_path(data_dir).exists():
            with alone(data_dir), attached(warehouse_path(data_dir), "warehouse") as canonical:
                yield from parts_of(canonical, "warehouse", folder, known)
        yield from parts_of(connection, "snapshot", folder, known)


def attached(path: Path, name: str) -> duckdb.DuckDBPyConnection:
    """The file at `path`, read-only, under `name`, for one careful reader."""
    connection = duckdb.connect(config={"memory_limit": MEMORY, "threads": 2,
                                        "temp_directory": str(path.parent / "spill")})
    try:
        connection.execute(f"ATTACH '{quoted(path)}' AS {name} (READ_ONLY)")
    except duckdb.Error as error:
        connection.close()
        raise unreadable(path, error) from error
    return connection


def parts_of(connection: duckdb.DuckDBPyConnection, database: str, folder: Path,
             known: Collection[str]) -> Iterator[Part]:
    for table, columns in tables_of(connection, database).items():
        # Which migrations ran is what a rebuilt warehouse says of itself.
        if (database, table) == ("warehouse", "schema_migration"):
            continue
        cut = cut_of(connection, database, table, dict(columns))
        counted = connection.execute(
            f'SELECT {cut.label}, count(*), sum(hash(t)::HUGEINT)::VARCHAR FROM {database}."{table}" t '
            "GROUP BY ALL ORDER BY 1").fetchall()
        for partition, rows, total in counted:
            mark = fingerprint(database, table, columns, partition, rows, total)
            file = None if mark in known else write(connection, database, table, columns, cut, partition, folder / mark)
            yield Part(database, table, columns, partition, rows, mark, file)
        if not counted:
            yield Part(database, table, columns, "part=none", 0, "", None)


def tables_of(connection: duckdb.DuckDBPyConnection, database: str) -> dict[str, tuple[tuple[str, str], ...]]:
    """Table -> its columns as (name, DuckDB type), in order."""
    rows = connection.execute(
        "SELECT c.table_name, c.column_name, c.data_type FROM duckdb_columns() c JOIN duckdb_tables() t "
        "USING (database_name, table_name) WHERE c.database_name = ? ORDER BY c.table_name, c.column_index",
        [database]).fetchall()
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for table, column, kind in rows:
        found[table] = (*found.get(table, ()), (column, kind))
    return found


def cut_of(connection: duckdb.DuckDBPyConnection, database: str, table: str, columns: dict[str, str]) -> Cut:
    """By day or month of its date, else in stretches of rows."""
    day = DAY_COLUMN.get(table, "date")
    if columns.get(day) not in ("DATE", "TIMESTAMP"):
        first = f"{STRETCH} * split_part($part, '=', 2)::BIGINT"
        return Cut(f"printf('part=%05d', rowid // {STRETCH})", f"rowid >= {first} AND rowid < {first} + {STRETCH}")
    rows, days = connection.execute(
        f'SELECT count(*), count(DISTINCT "{day}"::DATE) FROM {database}."{table}"').fetchall()[0]
    unit, pattern = ("day", "%Y-%m-%d") if rows >= ROWS_A_DAY * days else ("month", "%Y-%m")
    start = f"strptime(split_part($part, '=', 2), '{pattern}')"
    return Cut(f"""'{day}=' || coalesce(strftime("{day}", '{pattern}'), 'none')""",
               f"""CASE WHEN $part LIKE '%=none' THEN "{day}" IS NULL ELSE "{day}" >= {start}
                   AND "{day}" < {start} + INTERVAL 1 {unit} END""")


def write(connection: duckdb.DuckDBPyConnection, database: str, table: str, columns: Sequence[tuple[str, str]],
          cut: Cut, partition: str, file: Path) -> Path:
    """One part as a Parquet file: the same rows in the same order give the same bytes."""
    chosen = ", ".join(f'"{name}"::{travelling(kind)} AS "{name}"' for name, kind in columns)
    condition = cut.of.replace("$part", f"'{partition}'")
    connection.execute(f"""COPY (SELECT {chosen} FROM {database}."{table}" WHERE {condition})
        TO '{quoted(file)}' (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)""").fetchall()
    return file


def travelling(kind: str) -> str:
    """Parquet has no HUGEINT (DuckDB would write a DOUBLE): it travels as an exact decimal."""
    return "DECIMAL(38, 0)" if kind == "HUGEINT" else kind


def fingerprint(*what: object) -> str:
    """Of the rows of a part, whatever their order. DuckDB's hash may differ from version to version, so it counts."""
    return hashlib.sha256(repr((duckdb.__version__, *what)).encode()).hexdigest()[:32]
