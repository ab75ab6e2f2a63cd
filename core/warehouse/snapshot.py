"""Immutable published files and the pointer to the newest: written by publish, read by pages, API and exports.

    snapshots/snapshot-000012.duckdb    never changed after it has its name
    snapshots/CURRENT                   the name of the file to read, replaced whole

A reader checks the pointer at each question (a stat), opens the new file when it moved, and goes on serving the old
one to whoever still reads it.
"""

import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import duckdb

from core.errors import NothingPublished, StoreOutdated
from core.settings import settings
from core.warehouse.definitions import digest
from core.warehouse.store import STORAGE_VERSION, quoted, unreadable

POINTER = "CURRENT"
REPUBLISH = ("Run `python -m core publish`; where the store is pulled from S3, publish and push it with this version, "
             "then pull.")


@dataclass(frozen=True)
class Snapshot:
    """One published file, opened for reading; `cursor()` per question, connections are not shared by threads."""

    number: int
    path: Path
    connection: duckdb.DuckDBPyConnection = field(repr=False, compare=False)

    def cursor(self) -> duckdb.DuckDBPyConnection:
        return self.connection.cursor()


@lru_cache(maxsize=100)  # a page asks in every question
def snapshot_folder(data_dir: Path) -> Path:
    return data_dir / "snapshots"


def write_snapshot(connection: duckdb.DuckDBPyConnection, data_dir: Path,
                   fill: Callable[[duckdb.DuckDBPyConnection], None]) -> tuple[int, Path]:
    """Make the next snapshot and point to it; returns its number and path.

    `fill` creates tables in the attached, empty database `snapshot`. A crash at any moment leaves the old pointer
    and at most a stray `.partial` file, which the next publish sweeps away. A fault leaves none: the disk may be full.
    """
    folder = snapshot_folder(data_dir)
    folder.mkdir(parents=True, exist_ok=True)
    sweep(folder, settings().keep_snapshots)
    number = max((numbered(p) for p in folder.glob("snapshot-*.duckdb")), default=0) + 1
    path = folder / f"snapshot-{number:06d}.duckdb"
    partial = path.with_suffix(".partial")
    connection.execute(f"ATTACH '{quoted(partial)}' AS snapshot (STORAGE_VERSION '{STORAGE_VERSION}')")
    try:
        connection.begin()
        try:
            fill(connection)
        except BaseException:
            connection.rollback()
            raise
        connection.commit()
        connection.execute("CHECKPOINT snapshot").fetchall()
    except BaseException:
        for half in (partial, partial.with_name(partial.name + ".wal")):
            half.unlink(missing_ok=True)
        raise
    finally:
        connection.execute("USE warehouse").fetchall()
        connection.execute("DETACH snapshot").fetchall()
    make_durable(partial)
    partial.rename(path)
    point_to(folder, path.name)
    return number, path


def point_to(folder: Path, name: str) -> None:
    """Move the pointer in one step, durably."""
    partial = folder / f"{POINTER}.partial"
    partial.write_text(name)
    make_durable(partial)
    partial.rename(folder / POINTER)
    _looked.pop(folder, None)
    make_durable(folder)


def make_durable(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    os.fsync(handle)
    os.close(handle)


def sweep(folder: Path, keep: int) -> None:
    """Remove what a killed publish left and all but the last few snapshots; never the one pointed to."""
    for stray in [*folder.glob("*.partial"), *folder.glob("*.wal")]:
        stray.unlink()
    current = pointed_to(folder)
    for old in sorted(folder.glob("snapshot-*.duckdb"), key=numbered)[:-keep]:
        if old.name != current:
            old.unlink()


def numbered(path: Path) -> int:
    return int(path.stem.removeprefix("snapshot-"))


def pointed_to(folder: Path) -> str | None:
    try:
        return (folder / POINTER).read_text().strip()
    except FileNotFoundError:
        return None


GLANCE = 0.1  # seconds between looks at the pointer: a page asks thirty questions, and a look is a call to the system
_opened: dict[Path, tuple[tuple[int, int], Snapshot]] = {}
_looked: dict[Path, float] = {}
_opening = threading.Lock()


def current(data_dir: Path | None = None) -> Snapshot:
    """The newest snapshot, opened once a process.

    Raises NothingPublished before the first publish, and as `open_snapshot`.
    """
    folder = snapshot_folder(data_dir or settings().data_dir)
    if time.monotonic() - _looked.get(folder, -GLANCE) < GLANCE:
        return _opened[folder][1]
    try:
        pointer = os.stat(folder / POINTER)
    except FileNotFoundError as error:
        raise NothingPublished("Nothing has been published yet.",
                               remedy="Run `python -m core import FOLDER`, or `python -m core sample`.") from error
    moved = (pointer.st_ino, pointer.st_mtime_ns)
    known = _opened.get(folder)
    if known and known[0] == moved:
        _looked[folder] = time.monotonic()
        return known[1]
    with _opening:
        known = _opened.get(folder)
        if not known or known[0] != moved:
            known = (moved, open_snapshot(folder / (pointed_to(folder) or "")))
            _opened[folder] = known
    return known[1]


def open_snapshot(path: Path) -> Snapshot:
    """Open one snapshot read-only: no outside files, no setting can be changed, bounded memory. One thread a question:
    marts are small, and on most of them a second one takes 15 to 30 % more CPU for the same wait.

    Raises StoreBroken, StoreTooNew, and StoreOutdated when another version published it.
    """
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": settings().memory_limit, "threads": 1, "enable_external_access": False,
        "lock_configuration": True}
    try:
        connection = duckdb.connect(str(path), read_only=True, config=config)
        ours = made_by(connection) == digest()
    except duckdb.Error as error:
        raise unreadable(path, error, remedy=REPUBLISH) from error
    if not ours:
        connection.close()
        raise StoreOutdated(f"Another version of Marquee published {path.name}.", remedy=REPUBLISH)
    return Snapshot(numbered(path), path, connection)


def made_by(connection: duckdb.DuckDBPyConnection, table: str = "published") -> str | None:
    """The digest of the definitions that the snapshot was made by; None when it is older than such digests."""
    try:
        found = connection.execute(f"SELECT definitions FROM {table}").fetchone()
    except (duckdb.CatalogException, duckdb.BinderException):
        return None
    return found[0] if found else None
