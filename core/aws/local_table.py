"""The double of the DynamoDB table for one machine: the same items in a SQLite file that processes share."""

import math
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from core.aws.items import Item

SCHEMA = """CREATE TABLE IF NOT EXISTS item (
    kind TEXT, name TEXT, text TEXT, body BLOB, version INTEGER, expires_at INTEGER, PRIMARY KEY (kind, name))"""
COLUMNS = "name, text, body, version, expires_at"


@dataclass
class LocalTable:
    path: Path
    now: Callable[[], float] = time.time
    largest: int | None = None

    def get(self, kind: str, name: str) -> Item | None:
        with self.opened() as connection:
            row = connection.execute(
                f"SELECT {COLUMNS} FROM item WHERE kind = ? AND name = ? AND coalesce(expires_at, 1e18) > ?",  # noqa: S608
                (kind, name, self.now())).fetchone()
        return Item(*row) if row else None

    def put(self, kind: str, name: str, text: str, body: bytes = b"", *, expires_at: float | None = None,
            replaces: int | None = None) -> bool:
        until = None if expires_at is None else math.ceil(expires_at)
        with self.writing() as connection:
            row = connection.execute("SELECT version, expires_at FROM item WHERE kind = ? AND name = ?",
                                     (kind, name)).fetchone()
            version, expired = (row[0], row[1] is not None and row[1] <= self.now()) if row else (0, True)
            held = replaces is None or (expired if replaces == 0 else version == replaces)
            if held:
                connection.execute("DELETE FROM item WHERE expires_at <= ?", (self.now() - 86_400,))
                connection.execute("INSERT OR REPLACE INTO item VALUES (?, ?, ?, ?, ?, ?)",
                                   (kind, name, text, body, version + 1, until))
        return held

    def delete(self, kind: str, name: str, version: int | None = None) -> bool:
        with self.writing() as connection:
            done = connection.execute("DELETE FROM item WHERE kind = ? AND name = ? AND version = coalesce(?, version)",
                                      (kind, name, version))
        return version is None or done.rowcount == 1

    def every(self, kind: str) -> Iterator[Item]:
        with self.opened() as connection:
            rows = connection.execute(
                f"SELECT {COLUMNS} FROM item WHERE kind = ? AND coalesce(expires_at, 1e18) > ? ORDER BY name",  # noqa: S608
                (kind, self.now())).fetchall()
        yield from (Item(*row) for row in rows)

    @contextmanager
    def opened(self) -> Iterator[sqlite3.Connection]:
        if not self.path.exists():
            self.make()
        with closing(sqlite3.connect(self.path, timeout=30, isolation_level=None)) as connection:
            connection.execute("PRAGMA synchronous = NORMAL")
            yield connection

    def make(self) -> None:
        """The file gets its name when it is whole; of several who make it at once the first one's stays."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self.path.parent) as folder:
            partial = Path(folder) / self.path.name
            with closing(sqlite3.connect(partial)) as connection:
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute(SCHEMA)
            with suppress(FileExistsError):
                self.path.hardlink_to(partial)

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One writer at a time, over all processes."""
        with self.opened() as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.execute("COMMIT")
