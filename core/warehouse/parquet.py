"""Tables to Parquet files: what is sent to an object store (`rebuild` is the way back).

A table with a date travels by days or months, any other in stretches of rows (`cut`), then in layers of what changed
(`layers`). Each part has a fingerprint of its rows, so that one that did not change is not even written.
"""

import hashlib
from collections import deque
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import NamedTuple

import duckdb

from core.errors import NothingPublished
from core.warehouse import cut, layers
from core.warehouse.migrate import migrations
from core.warehouse.snapshot import pointed_to, snapshot_folder
from core.warehouse.store import alone, quoted, unreadable, warehouse_path

# Small, so that a push stays below 200 MB beside what Python and the upload take.
MEMORY = "48MB"
# A table with as many rows is worth two threads to be counted.
LARGE = 500_000
# Parts that are made at the same time, one thread each: a part is too small for DuckDB to share among threads. Not many more
# are made than were taken: a push needs the room of a few files, not of the store.
MAKERS, AHEAD = 2, 4
# Codes, whose values are nearly all different, are not tried as a dictionary for long; small groups of rows take less memory.
FORMAT = ("FORMAT parquet, PARQUET_VERSION v2, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE 20480, "
          "DICTIONARY_SIZE_LIMIT 1000, WRITE_BLOOM_FILTER false")


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


class Writer:
    """Writes what the bucket lacks to `folder`, and keeps the files of tables without a date in `kept`."""

    def __init__(self, folder: Path, kept: Path, known: Collection[str], sent: layers.SentTables) -> None:
        self.folder, self.kept, self.known, self.sent = folder, kept, known, sent
        self.largest = 0
        for place in (folder, kept):
            place.mkdir(parents=True, exist_ok=True)
        for stray in [*folder.iterdir(), *(file for file in kept.iterdir() if file.name not in known)]:
            stray.unlink()

    def parts_of(self, connection: duckdb.DuckDBPyConnection, database: str) -> Iterator[Part]:
        """The parts of all tables, table by table; a few are made at a time, in advance of the one that is asked for."""
        self.largest = max(self.largest, rows_of_the_largest(connection, database))
        with ThreadPoolExecutor(MAKERS, thread_name_prefix="part") as pool:
            making: deque[Future[Part]] = deque()
            for table, columns in tables_of(connection, database).items():
                # Which migrations ran is what a rebuilt warehouse says of itself.
                if (database, table) != ("warehouse", "schema_migration"):
                    for make in self.table(pool, connection, database, table, columns):
                        making.append(pool.submit(make))
                        if len(making) > AHEAD:
                            yield making.popleft().result()
            while making:
                yield making.popleft().result()

    def table(self, pool: Executor, connection: duckdb.DuckDBPyConnection, database: str, table: str,
              columns: layers.Columns) -> Iterator[Callable[[], Part]]:
        """What makes each part of a table."""
        source, day = f'{database}."{table}"', cut.day_column(table, dict(columns))
        shares = cut.shares(counted(pool, connection, source, cut.key(day), columns), day, cut.least_rows(self.largest))
        parts = [Part(database, table, columns, name, rows, fingerprint(database, table, columns, name, rows, str(total)), None)
                 for name, rows, total in shares]
        rows, before = sum(part.rows for part in parts), self.sent.get((database, table))
        if not day and before and not self.known_all(parts) and layers.comparable(before, columns, rows, self.kept):
            changed = layers.changes(connection, source, rows, before, self.kept)
            if changed is not None:
                yield from (partial(Part, database, table, columns, *sent, None) for sent in before.parts)
                for name, count, total, query in changed:
                    part = Part(database, table, columns, name, -count if layers.is_less(name) else count,
                                fingerprint(database, table, columns, name, count, total), None)
                    # Not left to the pool: only this connection has these rows, and only until the next table.
                    yield partial(Part, *self.make(connection, query, part, keep=True))
                return
        for part in parts:
            query = f"FROM {source} WHERE {cut.condition(day, part.partition)}"
            yield partial(self.make, connection.cursor(), query, part, keep=not day and rows >= layers.ROWS)
        if not parts:
            yield partial(Part, database, table, columns, "part=none", 0, "", None)

    def known_all(self, parts: Sequence[Part]) -> bool:
        return all(part.fingerprint in self.known for part in parts)

    def make(self, connection: duckdb.DuckDBPyConnection, rows: str, part: Part, *, keep: bool) -> Part:
        """The part with its file, without one when it is known; a copy of the file stays when it is to be kept."""
        file, kept, known = self.folder / part.fingerprint, self.kept / part.fingerprint, part.fingerprint in self.known
        if known and (not keep or kept.exists()):
            return part
        write(connection, rows, part.columns, file)
        if keep and not kept.exists():
            kept.hardlink_to(file)
        if known:
            file.unlink()
            return part
        return part._replace(file=file)


def rows_of_the_largest(connection: duckdb.DuckDBPyConnection, database: str) -> int:
    """As DuckDB estimates them."""
    sizes = connection.execute("SELECT estimated_size FROM duckdb_tables() WHERE database_name = ?", [database]).fetchall()
    return max((size for (size,) in sizes), default=0)


def counted(pool: Executor, connection: duckdb.DuckDBPyConnection, source: str, key: str,
            columns: layers.Columns) -> list[tuple[cut.Key, int, int]]:
    """(key, rows, sum of their hashes) of a table; of a large one in two halves at once, so that a key may come twice."""
    sql = f"SELECT {key}, count(*), sum({layers.row_hash(columns)}::HUGEINT) FROM {source}"
    rows = connection.execute(f"SELECT count(*) FROM {source}").fetchall()[0][0]
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
