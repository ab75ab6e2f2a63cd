"""Tables to Parquet files: what is sent to an object store (`rebuild` is the way back).

A table with a date travels as one file a day (a month, when it has few rows); any other in stretches of rows, then in
layers of what changed (`layers`). Each part has a fingerprint of its rows, so that one that did not change is not even
written.
"""

import hashlib
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import duckdb

from core.errors import NothingPublished
from core.warehouse import layers
from core.warehouse.migrate import migrations
from core.warehouse.snapshot import pointed_to, snapshot_folder
from core.warehouse.store import alone, quoted, unreadable, warehouse_path

# The day a row belongs to, where its column is not called `date`.
DAY_COLUMN = {"order_line": "sold_on", "touchpoint": "seen_at", "scan": "scanned_at", "message": "sent_on",
              "ingest_run": "started_at", "event_change": "seen_at", "promo_total": "last_on"}
# A month with fewer rows travels as one file, in a store with a large table as many times more as it has more rows than so
# many of such months (in doublings, so that growth seldom changes how the past was cut).
ROWS_A_MONTH, MONTHS = 7_500, 300
STRETCH = 250_000
# Small, so that a push stays below 200 MB beside what Python and the upload take.
MEMORY = "96MB"


class Part(NamedTuple):
    """`file` is None when the fingerprint is already known, or the table is empty (rows 0). A layer of rows that went has
    as many rows less than none."""

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


def export(data_dir: Path, folder: Path, known: Collection[str],
           sent: layers.SentTables | None = None) -> Iterator[Part]:
    """The parts of the warehouse, then of the snapshot in use; files of those not `known` are written to `folder`.

    `sent`: the tables that are in the bucket whole, of which only what changed is written. The write lock of the store is
    held while the warehouse is read. Raises StoreBusy, NothingPublished.
    """
    snapshot = published(data_dir)
    writer = Writer(folder, data_dir / "push" / "kept", known, sent or {})
    with attached(snapshot, "snapshot") as connection:
        if warehouse_path(data_dir).exists():
            with alone(data_dir), attached(warehouse_path(data_dir), "warehouse") as canonical:
                yield from writer.parts_of(canonical, "warehouse")
        yield from writer.parts_of(connection, "snapshot")


def attached(path: Path, name: str) -> duckdb.DuckDBPyConnection:
    """The file at `path`, read-only, under `name`, for one careful reader."""
    connection = duckdb.connect(config={"memory_limit": MEMORY, "threads": 2,
                                        "temp_directory": str(path.parent / "spill")})
    try:
        # No bar of DuckDB's own: where it takes the process for a notebook, it prints one among the rows of the answer.
        connection.execute("SET enable_progress_bar = false")
        connection.execute(f"ATTACH '{quoted(path)}' AS {name} (READ_ONLY)")
    except duckdb.Error as error:
        connection.close()
        raise unreadable(path, error) from error
    return connection


class Writer:
    """Writes what the bucket lacks to `folder`, and keeps the files of tables without a date in `kept`."""

    def __init__(self, folder: Path, kept: Path, known: Collection[str], sent: layers.SentTables) -> None:
        self.folder, self.kept, self.known, self.sent = folder, kept, known, sent
        self.least = ROWS_A_MONTH
        for place in (folder, kept):
            place.mkdir(parents=True, exist_ok=True)
        for stray in [*folder.iterdir(), *(file for file in kept.iterdir() if file.name not in known)]:
            stray.unlink()

    def parts_of(self, connection: duckdb.DuckDBPyConnection, database: str) -> Iterator[Part]:
        self.least = max(self.least, least_rows(connection, database))
        for table, columns in tables_of(connection, database).items():
            # Which migrations ran is what a rebuilt warehouse says of itself.
            if (database, table) != ("warehouse", "schema_migration"):
                yield from self.table(connection, database, table, columns)

    def table(self, connection: duckdb.DuckDBPyConnection, database: str, table: str,
              columns: layers.Columns) -> Iterator[Part]:
        source, day = f'{database}."{table}"', day_column(table, dict(columns))
        counted = connection.execute(f"""SELECT {label(connection, source, day, self.least)}, count(*),
            sum({layers.row_hash(columns)}::HUGEINT)::VARCHAR FROM {source} GROUP BY ALL ORDER BY 1""").fetchall()
        marks = [fingerprint(database, table, columns, *part) for part in counted]
        rows, before = sum(count for _, count, _ in counted), self.sent.get((database, table))
        if not day and before and not self.known_all(marks) and layers.comparable(before, columns, rows, self.kept):
            changed = layers.changes(connection, source, rows, before, self.kept)
            if changed is not None:
                yield from (Part(database, table, columns, *sent, None) for sent in before.parts)
                for partition, count, total, query in changed:
                    mark = fingerprint(database, table, columns, partition, count, total)
                    signed = -count if layers.is_less(partition) else count
                    yield Part(database, table, columns, partition, signed, mark,
                               self.write(connection, query, columns, mark, keep=True))
                return
        for (partition, count, _), mark in zip(counted, marks, strict=True):
            file = self.write(connection, f"FROM {source} WHERE {condition(day, partition)}", columns, mark,
                              keep=not day and rows >= layers.ROWS)
            yield Part(database, table, columns, partition, count, mark, file)
        if not counted:
            yield Part(database, table, columns, "part=none", 0, "", None)

    def known_all(self, marks: Sequence[str]) -> bool:
        return all(mark in self.known for mark in marks)

    def write(self, connection: duckdb.DuckDBPyConnection, rows: str, columns: layers.Columns, mark: str, *,
              keep: bool) -> Path | None:
        """The file of a part that is to be sent, None when it is known; a copy of it stays when it is to be kept."""
        file, kept = self.folder / mark, self.kept / mark
        if mark in self.known and (not keep or kept.exists()):
            return None
        write(connection, rows, columns, file)
        if keep and not kept.exists():
            kept.hardlink_to(file)
        if mark in self.known:
            file.unlink()
            return None
        return file


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


def least_rows(connection: duckdb.DuckDBPyConnection, database: str) -> int:
    """From how many rows a month travels as one file a day, by the rows of the largest table."""
    largest = connection.execute(
        "SELECT coalesce(max(estimated_size), 0) FROM duckdb_tables() WHERE database_name = ?", [database]).fetchall()[0][0]
    return ROWS_A_MONTH * 2 ** max(largest // (MONTHS * ROWS_A_MONTH), 1).bit_length() // 2


def label(connection: duckdb.DuckDBPyConnection, source: str, day: str | None, least: int) -> str:
    """SQL for the name of the part a row is in: its day, its month where that has few rows, else its stretch.

    Judged month by month, so that a growing table does not change how its past was cut.
    """
    if not day:
        return f"printf('part=%05d', rowid // {STRETCH})"
    months = connection.execute(f"""SELECT strftime("{day}", '%Y-%m') AS month FROM {source} WHERE "{day}" IS NOT NULL
        GROUP BY month HAVING count(*) >= {least}""").fetchall()
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
    connection.execute(f"COPY (SELECT {chosen} {rows}) TO '{quoted(file)}' "
                       "(FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)").fetchall()
    return file


def travelling(kind: str) -> str:
    """Parquet has no HUGEINT (DuckDB would write a DOUBLE): it travels as an exact decimal."""
    return "DECIMAL(38, 0)" if kind == "HUGEINT" else kind


def fingerprint(*what: object) -> str:
    """Of the rows of a part, whatever their order. DuckDB's hash may differ from version to version, so it counts."""
    return hashlib.sha256(repr((duckdb.__version__, *what)).encode()).hexdigest()[:32]
