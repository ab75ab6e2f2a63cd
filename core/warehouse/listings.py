"""What outside sources list: into the warehouse, and out of the snapshot for others; the SQL is in `listings/`.

What writes works inside the caller's transaction; tables that a statement names besides the warehouse's own are
Arrow tables given here.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from typing import Any

import pyarrow as pa

from core.warehouse.merge import Merged, merge
from core.warehouse.read import asking
from core.warehouse.snapshot import current
from core.warehouse.store import Connection

BATCH_ROWS = 5_000


def answer(connection: Connection, name: str, tables: dict[str, pa.Table] | None = None,
           **params: Any) -> list[tuple[Any, ...]]:
    """Run `listings/<name>.sql`; `params` fill its `$names`. Returns the rows of its last statement."""
    for table, rows in (tables or {}).items():
        connection.register(table, rows)
    found: list[tuple[Any, ...]] = []
    for statement in statements(name):
        used = {key: value for key, value in params.items() if f"${key}" in statement}
        found = connection.execute(statement, used).fetchall()
    for table in tables or {}:
        connection.unregister(table)
    return found


@cache
def statements(name: str) -> list[str]:
    """The statements of a file without its comments, which may name parameters that a statement does not use."""
    sql = (files("core.warehouse") / "listings" / f"{name}.sql").read_text("utf-8")
    bare = "\n".join(line for line in sql.splitlines() if not line.startswith("--"))
    return [part for part in bare.split(";\n") if part.strip()]


def merge_events(connection: Connection, events: pa.Table, details: pa.Table, presales: pa.Table,
                 **run: Any) -> Merged:
    """Store listings with their dated changes. `run` is `now` (UTC, naive) and `run_id`."""
    with changes_dated(connection, {"seen": events}, **run):
        merged = merge(connection, "event", events, ("event_id",))
    merge(connection, "listing", details, ("event_id",))
    answer(connection, "presales", {"seen": events, "presales_seen": presales})
    return merged


@contextmanager
def changes_dated(connection: Connection, tables: dict[str, pa.Table] | None = None, **run: Any) -> Iterator[None]:
    """Around the merge of listings (table seen: event_id, local_date, status): how they differ from those stored before,
    and when they were seen. `run` is `now` (UTC, naive) and `run_id`."""
    answer(connection, "changes", tables, **run)
    yield
    answer(connection, "sightings", tables, **run)


def decided(decisions: Mapping[str, str | None]) -> dict[str, pa.Table]:
    """A person's decisions (id at the source -> artist, None: nobody of ours) as the table `decided`."""
    return {"decided": pa.table({"source_id": pa.array(decisions, pa.string()),
                                 "artist_id": pa.array(decisions.values(), pa.string())})}


def mark_gone(connection: Connection, event_ids: list[str], **run: Any) -> None:
    """Mark listings that their source no longer has. `run` is `now` (UTC, naive) and `run_id`."""
    if event_ids:
        answer(connection, "gone", {"vanished": pa.table({"event_id": pa.array(event_ids, pa.string())})}, **run)


def mark_unlisted(connection: Connection, source: str, **run: Any) -> int:
    """Mark listings of `source` as gone that a complete list lacks (table seen) between its first and its last day;
    returns how many. `run` is as for `mark_gone`."""
    gone = [event_id for (event_id,) in answer(connection, "unlisted", source=source)]
    mark_gone(connection, gone, **run)
    return len(gone)


class Published:
    """The listings of one source in the newest snapshot, to be written out in batches.

    Raises NothingPublished before the first publish. `version` names the snapshot.
    """

    def __init__(self, source: str) -> None:
        self.source, self.snapshot = source, current()
        self.version = self.snapshot.path.name

    def count(self) -> int:
        with asking(self.snapshot) as cursor:
            [[rows]] = answer(cursor, "csv_count", source=self.source)
        return int(rows)

    def batches(self, after: str | None) -> Iterator[list[tuple[Any, ...]]]:
        """Rows by rising id, after the one given; see `csv_rows.sql` for the columns."""
        with self.snapshot.cursor() as cursor:
            [sql] = statements("csv_rows")
            cursor.execute(sql, {"source": self.source, "after": after or ""})
            while rows := cursor.fetchmany(BATCH_ROWS):
                yield rows
