"""Parts made ahead of a push, and what the last push left in its bucket.

    push/parts/<fingerprint>-<SHA-256>    a part that waits; anything else there is half-made
    push/kept/<fingerprint>               a part of a table without a date, to find what changed since (`layers`)
    push/made.json                        which parts the store has, so that an unchanged one is not read again
    push/sent.json                        which of them are in which bucket, and need not wait

All of it may be deleted: then the next push makes what it needs.
"""

import hashlib
import json
import re
import shutil
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

import duckdb

from core.errors import StoreError
from core.lock import alone
from core.settings import settings
from core.warehouse.definitions import digest

WHOLE = re.compile(r"[0-9a-f]{32}-[0-9a-f]{64}")
# What parts made ahead leave free on the disk, for what people write and the next snapshot begins with.
ROOM = 256_000_000

Columns = tuple[tuple[str, str], ...]
# (partition, rows, fingerprint)
Listed = tuple[str, int, str]
State = tuple[int, ...]


class NoRoom(StoreError):
    """The disk is too full for parts made ahead."""


class Made(NamedTuple):
    """The parts of a table: `least` is how many rows one of days has at least, `after` marks what its layers follow."""

    columns: Columns
    parts: tuple[Listed, ...]
    least: int = 0
    after: str = ""


Tables = Mapping[tuple[str, str], Made]


class Ready:
    """The folder of one store. `lock` it first."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir, self.folder = data_dir, data_dir / "push"
        self.parts, self.kept = self.folder / "parts", self.folder / "kept"
        for place in (self.parts, self.kept):
            place.mkdir(parents=True, exist_ok=True)
        for stray in self.parts.iterdir():
            if not WHOLE.fullmatch(stray.name):
                stray.unlink()
        self.files = {file.name.partition("-")[0]: file for file in self.parts.iterdir()}
        self.states, self.tables = self.read_made()

    def find(self, fingerprint: str, *, checked: bool) -> Path | None:
        """The file of a part. `checked`: one that is not what its name says, as after a power cut, is removed."""
        file = self.files.get(fingerprint)
        if file and checked and sha256_of(file) != sha256_in(file):
            for damaged in (file, self.kept / fingerprint):
                damaged.unlink(missing_ok=True)
            del self.files[fingerprint]
            return None
        return file

    def room(self) -> None:
        """Raises NoRoom."""
        if shutil.disk_usage(self.parts).free < ROOM:
            raise NoRoom(f"The disk of {self.data_dir} has less than {ROOM / 1e6:,.0f} MB left.")

    def add(self, fingerprint: str, partial: Path) -> Path:
        """Give a part that is whole its name."""
        file = partial.rename(self.parts / f"{fingerprint}-{sha256_of(partial)}")
        self.files[fingerprint] = file
        return file

    def keep(self, states: Mapping[str, State], tables: Tables, known: Collection[str]) -> None:
        """Remember which parts the store has; others go, as do those that the bucket has too."""
        write(self.folder / "made.json", {"version": version(), "states": states, "tables": rows_of(tables)})
        current = {fingerprint for table in tables.values() for _, _, fingerprint in table.parts}
        for fingerprint, file in list(self.files.items()):
            if fingerprint in known or fingerprint not in current:
                file.unlink(missing_ok=True)
                del self.files[fingerprint]
        for file in self.kept.iterdir():
            if file.name not in current and file.name not in known:
                file.unlink()

    def drop(self) -> None:
        """Give the disk back what waits."""
        for file in self.parts.iterdir():
            file.unlink()
        self.files.clear()

    def read_made(self) -> tuple[dict[str, State], Tables]:
        """States of the databases, none where another version made the parts, and what was made of each table."""
        found = read(self.folder / "made.json")
        states = found["states"] if found.get("version") == version() else {}
        return {name: tuple(state) for name, state in states.items()}, tables_of(found.get("tables", []))

    def sent(self, bucket: str) -> Tables:
        """What the last push from here left in `bucket`."""
        found = read(self.folder / "sent.json")
        return tables_of(found["tables"]) if found.get("bucket") == bucket else {}

    def pushed(self, bucket: str) -> None:
        """All parts of the store are in `bucket` now: none needs to wait."""
        self.drop()
        write(self.folder / "sent.json", {"bucket": bucket, "tables": rows_of(self.read_made()[1])})


@contextmanager
def locked(data_dir: Path) -> Iterator[Ready]:
    """Raises StoreBusy while another process makes or sends the parts of this store."""
    with alone(data_dir / "push", "push.lock", "making or sending the parts in"):
        yield Ready(data_dir)


def waiting(data_dir: Path) -> tuple[int, int]:
    """Number and bytes of the parts that wait for a push."""
    sizes = []
    for file in (data_dir / "push" / "parts").glob("*-*"):
        with suppress(FileNotFoundError):  # sent meanwhile
            sizes.append(file.stat().st_size)
    return len(sizes), sum(sizes)


def target() -> str:
    """Where this machine pushes to, "" when no bucket is set."""
    known = settings()
    return f"{known.aws_endpoint_url} {known.s3_bucket}/{known.s3_prefix}" if known.s3_bucket else ""


def state_of(path: Path) -> State:
    """Of a database file: another one when anything was written."""
    seen = (file.stat() for file in (path, path.with_name(path.name + ".wal")) if file.exists())
    return tuple(number for one in seen for number in (one.st_ino, one.st_size, one.st_ctime_ns))


def version() -> str:
    return f"{duckdb.__version__} {digest()}"


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sha256_in(file: Path) -> str:
    """What the name of a part that waits says of its content."""
    return file.name.partition("-")[2]


def rows_of(tables: Tables) -> list[list[object]]:
    return [[*key, *made] for key, made in tables.items()]


def tables_of(rows: list[list]) -> dict[tuple[str, str], Made]:
    return {(database, name): Made(tuple((column, kind) for column, kind in columns),
                                   tuple((partition, count, mark) for partition, count, mark in parts), least, after)
            for database, name, columns, parts, least, after in rows}


def read(path: Path) -> dict:
    """What `write` wrote; nothing where that is missing or damaged, which is then made again."""
    try:
        return json.loads(path.read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return {}


def write(path: Path, what: Mapping[str, object]) -> None:
    partial = path.with_suffix(".partial")
    partial.write_text(json.dumps(what))
    partial.replace(path)
