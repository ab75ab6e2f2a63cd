"""The parts a store travels in: what is sent to an object store (`rebuild` is the way back).

A table with a date travels by days, months or years, any other in stretches of rows (`cut`), then in layers of what
changed (`layers`). Each part has a fingerprint of its rows, so that one that did not change is not even written. A publish
makes them ahead where a bucket is set (`make_ready`), a push what is still missing: what waits is in `ready`.
"""

from collections import deque
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import NamedTuple

import duckdb

from core.errors import StoreBroken
from core.lock import alone
from core.progress import Progress, Silent
from core.warehouse import cut, layers, ready
from core.warehouse.parquet import attached, counted, fingerprint, published, sizes_of, tables_of, write
from core.warehouse.ready import Made, Ready
from core.warehouse.store import warehouse_path

# Parts that are made at the same time, one thread each: a part is too small for DuckDB to share among threads. Not many more
# are made than were taken: a push needs the room of a few files, not of the store.
MAKERS, AHEAD = 2, 4
STAGE = "Making parts for S3"


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


class Source(NamedTuple):
    """A table to be read."""

    connection: duckdb.DuckDBPyConnection
    database: str
    table: str
    columns: layers.Columns

    @property
    def key(self) -> tuple[str, str]:
        return self.database, self.table

    @property
    def sql(self) -> str:
        return f'{self.database}."{self.table}"'

    @property
    def day(self) -> str | None:
        return cut.day_column(self.table, dict(self.columns))

    def part(self, partition: str, rows: int, mark: str) -> Part:
        return Part(self.database, self.table, self.columns, partition, rows, mark)

    def mark(self, partition: str, rows: int, total: str) -> str:
        return fingerprint(self.database, self.table, self.columns, partition, rows, total)


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
                        for make in self.makers(pool, Source(connection, database, table, columns)):
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

    def makers(self, pool: Executor, source: Source) -> Iterator[Callable[[], Part]]:
        """What makes each part of a table."""
        before, was = self.sent.get(source.key), self.shelf.tables.get(source.key)
        queries: dict[str, str] = {}
        after = "" if source.day or not before else fingerprint(before.columns, before.parts)
        same = self.shelf.states.get(source.database) == self.states[source.database]
        if same and was and (was.columns, was.after) == (source.columns, after) and self.is_there(was):
            made = was
        else:
            made, queries = self.looked(pool, source, was.least if was else 0)
        self.tables[source.key] = made._replace(after=after)
        keep = not source.day and sum(rows for _, rows, _ in made.parts) >= layers.ROWS
        for listed in made.parts:
            part = source.part(*listed)
            if part.partition in queries:
                # Not left to the pool: only this connection has these rows, and only until the next table.
                yield partial(Part, *self.make(source.connection, queries[part.partition], part, keep=True))
            elif layers.is_layer(part.partition):
                yield partial(self.waiting, part)
            else:
                query = f"FROM {source.sql} WHERE {cut.condition(source.day, part.partition)}"
                yield partial(self.make, source.connection.cursor(), query, part, keep=keep)
        if not made.parts:
            yield partial(source.part, "part=none", 0, "")

    def is_there(self, made: Made) -> bool:
        """Whether the layers are: they cannot be made again from the table alone."""
        return all(mark in self.known or self.shelf.find(mark, checked=not self.ahead)
                   for partition, _, mark in made.parts if layers.is_layer(partition))

    def looked(self, pool: Executor, source: Source, least: int) -> tuple[Made, dict[str, str]]:
        """The parts of a table as it is now, and the queries of layers that are to be made; `least` as it was."""
        size, day = self.sizes.get(source.key), source.day
        if day and size:
            least = cut.least_rows(size, self.bytes, least)
        shares = cut.shares(counted(pool, source.connection, source.sql, cut.key(day), source.columns), day, max(least, 1))
        parts = tuple((name, rows, source.mark(name, rows, str(total))) for name, rows, total in shares)
        rows, before = sum(share.rows for share in shares), self.sent.get(source.key)
        known = all(mark in self.known for _, _, mark in parts)
        if not day and before and not known and layers.comparable(before, source.columns, rows, self.shelf.kept):
            changed = layers.changes(source.connection, source.sql, rows, before, self.shelf.kept)
            if changed is not None:
                layered = ((one.partition, -one.rows if layers.is_less(one.partition) else one.rows,
                            source.mark(one.partition, one.rows, one.total)) for one in changed)
                return Made(source.columns, (*before.parts, *layered), least), {one.partition: one.query for one in changed}
        return Made(source.columns, parts, least), {}

    def waiting(self, part: Part) -> Part:
        file = None if part.fingerprint in self.known else self.shelf.find(part.fingerprint, checked=False)
        return whole(part, file) if file else part

    def make(self, connection: duckdb.DuckDBPyConnection, rows: str, part: Part, *, keep: bool) -> Part:
        """The part with its file, without one when it is known; a copy of the file stays when it is to be kept."""
        kept, known = self.shelf.kept / part.fingerprint, part.fingerprint in self.known
        if known and (not keep or kept.exists()):
            return part
        file = found = self.shelf.find(part.fingerprint, checked=not self.ahead)
        if not file:
            if self.ahead:
                self.shelf.room()
            half = self.shelf.parts / f"{part.fingerprint}.partial"
            file = self.shelf.add(part.fingerprint, write(connection, rows, part.columns, half))
        if keep and not kept.exists():
            kept.hardlink_to(file)
        return part if known else whole(part, file, passing=not found and not self.ahead)


def whole(part: Part, file: Path, *, passing: bool = False) -> Part:
    return part._replace(file=file, sha256=ready.sha256_in(file), passing=passing)
