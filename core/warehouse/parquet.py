"""Tables to Parquet files: what is sent to an object store (`rebuild` is the way back).

A table with a date travels as one file a day (a month, when it has few rows); any other in stretches of rows. Each
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
# A month with fewer rows travels as one file.
ROWS_A_MONTH = 7_500
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
        source, day = f'{database}."{table}"', day_column(table, dict(columns))
        counted = connection.execute(f"""SELECT {label(connection, source, day)}, count(*),
            sum(hash(t)::HUGEINT)::VARCHAR FROM {source} t GROUP BY ALL ORDER BY 1""").fetchall()
        for partition, rows, total in counted:
            mark = fingerprint(database, table, columns, partition, rows, total)
            file = None
            if mark not in known:
                file = write(connection, f"{source} WHERE {condition(day, partition)}", columns, folder / mark)
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


def day_column(table: str, columns: dict[str, str]) -> str | None:
    """The column that says which day a row belongs to, None when there is none."""
    name = DAY_COLUMN.get(table, "date")
    return name if columns.get(name) in ("DATE", "TIMESTAMP") else None


def label(connection: duckdb.DuckDBPyConnection, source: str, day: str | None) -> str:
    """SQL for the name of the part a row is in: its day, its month where that has few rows, else its stretch.

    Judged month by month, so that a growing table does not change how its past was cut.
    """
    if not day:
        return f"printf('part=%05d', rowid // {STRETCH})"
    months = connection.execute(f"""SELECT strftime("{day}", '%Y-%m') AS month FROM {source} WHERE "{day}" IS NOT NULL
        GROUP BY month HAVING count(*) >= {ROWS_A_MONTH}""").fetchall()
    busy = ", ".join(f"'{month}'" for (month,) in months) or "''"
    return f"""'{day}=' || coalesce(CASE WHEN strftime("{day}", '%Y-%m') IN ({busy}) THEN strftime("{day}", '%Y-%m-%d')
        ELSE strftime("{day}", '%Y-%m') END, 'none')"""


def condition(day: str | None, partition: str) -> str:
    """SQL that holds for the rows of one part, by ranges that let DuckDB skip the rest of the table."""
    value = partition.partition("=")[2]
    if not day:
        row = int(value) * STRETCH
        return f"rowid >= {row} AND rowid < {row + STRETCH}"
    if value == "none":
        return f'"{day}" IS NULL'
    first, unit = (f"DATE '{value}-01'", "month") if len(value) == len("2026-05") else (f"DATE '{value}'", "day")
    return f'"{day}" >= {first} AND "{day}" < {first} + INTERVAL 1 {unit}'


def write(connection: duckdb.DuckDBPyConnection, rows: str, columns: Sequence[tuple[str, str]], file: Path) -> Path:
    """One part as a Parquet file: the same rows in the same order give the same bytes."""
    chosen = ", ".join(f'"{name}"::{travelling(kind)} AS "{name}"' for name, kind in columns)
    connection.execute(f"COPY (SELECT {chosen} FROM {rows}) TO '{quoted(file)}' "
                       "(FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)").fetchall()
    return file


def travelling(kind: str) -> str:
    """Parquet has no HUGEINT (DuckDB would write a DOUBLE): it travels as an exact decimal."""
    return "DECIMAL(38, 0)" if kind == "HUGEINT" else kind


def fingerprint(*what: object) -> str:
    """Of the rows of a part, whatever their order. DuckDB's hash may differ from version to version, so it counts."""
    return hashlib.sha256(repr((duckdb.__version__, *what)).encode()).hexdigest()[:32]
