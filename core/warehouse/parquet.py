"""Tables to Parquet files: what is sent to an object store (`rebuild` is the way back).

A table with a date travels by days, months or years, any other in stretches of rows (`cut`), then in layers of what
changed (`layers`). Each part has a fingerprint of its rows, so that one that did not change is not even written. A publish
makes them ahead where a bucket is set (`make_ready`), a push what is still missing: what waits is in `ready`.
"""

import hashlib
from collections import deque
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import NamedTuple

import duckdb

from core.errors import NothingPublished, StoreBroken
from core.progress import Progress, Silent
from core.warehouse import cut, layers, ready
from core.warehouse.migrate import migrations
from core.warehouse.ready import Made, Ready
from core.warehouse.snapshot import pointed_to, snapshot_folder
from core.warehouse.store import alone, quoted, unreadable, warehouse_path

# Small, so that a push stays below 200 MB beside what Python and the upload take.
MEMORY = "48MB"
# A table with as many rows is worth two threads to be counted.
LARGE = 500_000
# A smaller table is not worth a look at how it is stored.
FEW = 500
# Parts that are made at the same time, one thread each: a part is too small for DuckDB to share among threads. Not many more
# are made than were taken: a push needs the room of a few files, not of the store.
MAKERS, AHEAD = 2, 4
STAGE = "Making parts for S3"
# Codes, whose values are nearly all different, are not tried as a dictionary for long; small groups of rows take less memory.
FORMAT = ("FORMAT parquet, PARQUET_VERSION v2, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE 20480, "
          "DICTIONARY_SIZE_LIMIT 1000, WRITE_BLOOM_FILTER false")


class Part(NamedTuple):
    """`file` is None when the fingerprint is already known, or the table is empty (rows 0). A layer of rows that went has
    as many rows less than none. `passing`: made for this push alone, to go as soon as it is sent."""

    database: str
    table: str
    columns: tuple[tuple[str, str], ...]
    partition: str
    rows: int
    fingerprint: str
    file: Path | None = None
    sha256: str = ""
    passing: bool = False


def schema_version() -> int:
    """The number of the last migration of this version."""
    return migrations()[-1].number


def published(data_dir: Path) -> Path:
    """The file of the snapshot in use. Raises NothingPublished."""
    name = pointed_to(snapshot_folder(data_dir))
    if not name:
        raise NothingPublished("Nothing has been published yet.", remedy="Run `python -m core import FOLDER` first.")
    return snapshot_folder(data_dir) / name


def make_ready(data_dir: Path, bucket: str, progress: Progress) -> None:
    """Make the parts that a push to `bucket` will need and that do not wait yet.

    Killed at any moment, it goes on where it stopped. Raises StoreError, OSError and Cancelled; a disk that is too full
    gets back what waits.
    """
    with ready.locked(data_dir) as shelf:
        sent = shelf.sent(bucket)
        known = {fingerprint for table in sent.values() for _, _, fingerprint in table.parts}
        try:
            for _ in export(data_dir, shelf, known, sent, ahead=progress):
                pass
        except (OSError, duckdb.Error, ready.NoRoom) as error:
            shelf.drop()
            if isinstance(error, duckdb.Error):
                raise StoreBroken(f"The parts could not be written to {shelf.parts}: {error}.") from error
            raise


def export(data_dir: Path, shelf: Ready, known: Collection[str], sent: layers.SentTables | None = None,
           ahead: Progress | None = None) -> Iterator[Part]:
    """The parts of the warehouse, then of the snapshot in use, with files of those not `known`.

    `sent`: the tables that are in the bucket whole, of which only what changed is written. `ahead`: who is told, where the
    parts are made before there is a push. The write lock of the store is held while the warehouse is read. Raises
    StoreBusy, NothingPublished.
    """
    snapshot, warehouse, connections = published(data_dir), warehouse_path(data_dir), {}
    with attached(snapshot, "snapshot") as connection, ExitStack() as canonical:
        if warehouse.exists():
            canonical.enter_context(alone(data_dir))
            connections["warehouse"] = canonical.enter_context(attached(warehouse, "warehouse"))
        connections["snapshot"] = connection
        states = {name: ready.state_of(warehouse if name == "warehouse" else snapshot) for name in connections}
        writer = Writer(shelf, known, sent or {}, connections, states, ahead)
        for database in connections:
            yield from writer.parts_of(database)
            canonical.close()
        shelf.keep(writer.states, writer.tables, known)


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
    """Makes what neither the bucket has nor waits."""

    def __init__(self, shelf: Ready, known: Collection[str], sent: layers.SentTables,
                 connections: dict[str, duckdb.DuckDBPyConnection], states: dict[str, ready.State],
                 ahead: Progress | None = None) -> None:
        self.shelf, self.known, self.sent, self.connections, self.states = shelf, known, sent, connections, states
        self.ahead, self.progress = ahead is not None, ahead or Silent()
        self.tables: dict[tuple[str, str], Made] = {}
        self.sizes: dict[tuple[str, str], cut.Size] = {}
        if self.ahead or shelf.states != states:
            self.sizes = {(database, table): size for database, connection in connections.items()
                          for table, size in sizes_of(connection, database).items()}
        self.bytes = sum(size.bytes for size in self.sizes.values())
        self.rows, self.done = sum(size.rows for size in self.sizes.values()), 0

    def parts_of(self, database: str) -> Iterator[Part]:
        """The parts of all tables, table by table; a few are made at a time, in advance of the one that is asked for."""
        connection = self.connections[database]
        with ThreadPoolExecutor(MAKERS, thread_name_prefix="part") as pool:
            making: deque[Future[Part]] = deque()
            try:
                for table, columns in tables_of(connection, database).items():
                    # Which migrations ran is what a rebuilt warehouse says of itself.
                    if (database, table) != ("warehouse", "schema_migration"):
                        for make in self.table(pool, connection, database, table, columns):
                            making.append(pool.submit(make))
                            if len(making) > AHEAD:
                                yield self.told(making.popleft().result())
                while making:
                    yield self.told(making.popleft().result())
            finally:
                pool.shutdown(cancel_futures=True)

    def told(self, part: Part) -> Part:
        if part.rows:
            self.done += abs(part.rows)
            self.progress.step(STAGE, min(self.done, self.rows), self.rows)
        return part

    def table(self, pool: Executor, connection: duckdb.DuckDBPyConnection, database: str, table: str,
              columns: layers.Columns) -> Iterator[Callable[[], Part]]:
        """What makes each part of a table."""
        source, day, before = f'{database}."{table}"', cut.day_column(table, dict(columns)), self.sent.get((database, table))
        after = "" if day or not before else fingerprint(before.columns, before.parts)
        was, same = self.shelf.tables.get((database, table)), self.shelf.states.get(database) == self.states[database]
        if same and was and (was.columns, was.after) == (columns, after) and self.is_there(was):
            made, changed = was, None
        else:
            made, changed = self.looked(pool, connection, database, table, columns, was.least if was else None)
        self.tables[database, table] = made._replace(after=after)
        rows = sum(count for _, count, _ in made.parts)
        keep = not day and rows >= layers.ROWS
        for partition, count, mark in made.parts:
            part = Part(database, table, columns, partition, count, mark)
            if changed and partition in changed:
                # Not left to the pool: only this connection has these rows, and only until the next table.
                yield partial(Part, *self.make(connection, changed[partition], part, keep=True))
            elif layers.is_layer(partition):
                yield partial(self.waiting, part)
            else:
                query = f"FROM {source} WHERE {cut.condition(day, partition)}"
                yield partial(self.make, connection.cursor(), query, part, keep=keep)
        if not made.parts:
            yield partial(Part, database, table, columns, "part=none", 0, "")

    def is_there(self, made: Made) -> bool:
        """Whether the layers are: they cannot be made again from the table alone."""
        return all(mark in self.known or self.shelf.find(mark, checked=not self.ahead)
                   for partition, _, mark in made.parts if layers.is_layer(partition))

    def looked(self, pool: Executor, connection: duckdb.DuckDBPyConnection, database: str, table: str,
               columns: layers.Columns, least: int | None) -> tuple[Made, dict[str, str] | None]:
        """The parts of a table as it is now; where only layers are to be made, their queries too."""
        source, day = f'{database}."{table}"', cut.day_column(table, dict(columns))
        if (size := self.sizes.get((database, table))) and day:
            least = cut.least_rows(size, self.bytes, least)
        least = least or 1
        shares = cut.shares(counted(pool, connection, source, cut.key(day), columns), day, least)
        parts = tuple((name, rows, fingerprint(database, table, columns, name, rows, str(total)))
                      for name, rows, total in shares)
        rows, before = sum(count for _, count, _ in parts), self.sent.get((database, table))
        known = all(mark in self.known for _, _, mark in parts)
        if not day and before and not known and layers.comparable(before, columns, rows, self.shelf.kept):
            changed = layers.changes(connection, source, rows, before, self.shelf.kept)
            if changed is not None:
                layered = tuple((layer.partition, -layer.rows if layers.is_less(layer.partition) else layer.rows,
                                 fingerprint(database, table, columns, layer.partition, layer.rows, layer.total))
                                for layer in changed)
                return Made(columns, (*before.parts, *layered), least), {one.partition: one.query for one in changed}
        return Made(columns, parts, least), None

    def waiting(self, part: Part) -> Part:
        file = None if part.fingerprint in self.known else self.shelf.find(part.fingerprint, checked=False)
        return self.whole(part, file) if file else part

    def make(self, connection: duckdb.DuckDBPyConnection, rows: str, part: Part, *, keep: bool) -> Part:
        """The part with its file, without one when it is known; a copy of the file stays when it is to be kept."""
        kept, known = self.shelf.kept / part.fingerprint, part.fingerprint in self.known
        if known and (not keep or kept.exists()):
            return part
        file = self.shelf.find(part.fingerprint, checked=not self.ahead)
        made = not file
        if not file:
            if self.ahead:
                self.shelf.room()
            partial = self.shelf.parts / f"{part.fingerprint}.partial"
            file = self.shelf.add(part.fingerprint, write(connection, rows, part.columns, partial))
        if keep and not kept.exists():
            kept.hardlink_to(file)
        return part if known else self.whole(part, file, passing=made and not self.ahead)

    def whole(self, part: Part, file: Path, *, passing: bool = False) -> Part:
        return part._replace(file=file, sha256=file.name.partition("-")[2], passing=passing)


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
