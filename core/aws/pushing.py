"""Publish a store to S3: send the parts that are not there, then move the manifest."""

import secrets
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from typing import NamedTuple, Protocol

from core.aws import manifest as manifests
from core.aws.manifest import Manifest, Part, Read, Table
from core.aws.objects import Bucket
from core.aws.transfers import send
from core.progress import Progress, Silent

THREADS = 4
# Parts that may wait to be sent: over a slow line no more are made, so that they don't fill the disk.
WAITING = 8 * THREADS
STAGE = "Sending to S3"


class StagedPart(Protocol):
    """Rows of a table made ready, or rows that went (as many less than none); `file` is None when the fingerprint is
    already in the bucket. One that is `passing` is removed as soon as it is sent."""

    @property
    def database(self) -> str: ...
    @property
    def table(self) -> str: ...
    @property
    def columns(self) -> tuple[tuple[str, str], ...]: ...
    @property
    def partition(self) -> str: ...
    @property
    def rows(self) -> int: ...
    @property
    def fingerprint(self) -> str: ...
    @property
    def file(self) -> Path | None: ...
    @property
    def sha256(self) -> str: ...
    @property
    def passing(self) -> bool: ...


class SentTable(NamedTuple):
    """Columns with their types, and (partition, rows, fingerprint) of each part."""

    columns: tuple[tuple[str, str], ...]
    parts: tuple[tuple[str, int, str], ...]


class Base(NamedTuple):
    """What a push starts from: the published manifest and the parts really in the bucket."""

    published: Read | None
    present: dict[str, int]

    @property
    def known(self) -> dict[str, Part]:
        """Fingerprint -> part, of the published parts that are there whole."""
        if not self.published:
            return {}
        return {part.fingerprint: part for table in self.published.manifest.tables for part in table.parts
                if self.present.get(table.path(part)) == part.bytes}


    @property
    def sent(self) -> dict[tuple[str, str], SentTable]:
        """(database, table) -> what is there of it, where that is all of it."""
        known, tables = self.known, self.published.manifest.tables if self.published else ()
        return {(table.database, table.name):
                SentTable(table.columns, tuple((part.partition, part.rows, part.fingerprint) for part in table.parts))
                for table in tables if all(part.fingerprint in known for part in table.parts)}


class Pushed(NamedTuple):
    number: int
    parts: int
    parts_sent: int
    bytes: int
    bytes_sent: int


def look(bucket: Bucket) -> Base:
    return Base(manifests.read(bucket), bucket.sizes("parts/"))


def push(bucket: Bucket, base: Base, staged: Iterable[StagedPart], *, schema_version: int, snapshot_number: int,
         progress: Progress | None = None) -> Pushed:
    """Send `staged` parts while they are being made, then publish them under the next number.

    Nothing is published when nothing changed. A push that is killed leaves the published manifest as it was; the next
    one sends only what is still missing. Raises PushLost when another push was published meanwhile.
    """
    sender = Sender(bucket, base, progress or Silent())
    with sender.pool:
        try:
            tables = sender.take(staged)
        except BaseException:
            sender.pool.shutdown(cancel_futures=True)
            raise
    before = base.published.manifest if base.published else None
    if before and (before.tables, before.schema_version) == (tables, schema_version):
        return Pushed(before.number, len(before.paths), 0, sum(before.paths.values()), 0)
    new = Manifest(number=before.number + 1 if before else 1, push_id=secrets.token_hex(8),
                   parent=before.copy_path if before else None, schema_version=schema_version,
                   snapshot_number=snapshot_number, pushed_at=manifests.utc_now(), tables=tables)
    manifests.commit(bucket, new, base.published.etag if base.published else "")
    return Pushed(new.number, len(new.paths), sender.parts_sent, sum(new.paths.values()), sender.bytes_sent)


class Sender:
    """Sends each part in the background as soon as it is made."""

    def __init__(self, bucket: Bucket, base: Base, progress: Progress) -> None:
        self.bucket, self.present, self.known, self.progress = bucket, base.present, base.known, progress
        self.pool = ThreadPoolExecutor(THREADS, thread_name_prefix="push")
        self.ended: SimpleQueue[Future[int]] = SimpleQueue()
        self.running = 0
        self.parts_sent = self.bytes_sent = 0

    def take(self, staged: Iterable[StagedPart]) -> tuple[Table, ...]:
        """All tables with the parts they have now; returns when every part is in the bucket."""
        columns: dict[tuple[str, str], tuple[tuple[str, str], ...]] = {}
        parts: dict[tuple[str, str], list[Part]] = {}
        for one in staged:
            columns[one.database, one.table] = one.columns
            found = parts.setdefault((one.database, one.table), [])
            if one.file:
                found.append(self.begin(one, one.file))
            elif one.rows:
                found.append(self.known[one.fingerprint])
            while self.running > WAITING or not self.ended.empty():
                self.settle()
        while self.running:
            self.settle()
        return tuple(Table.model_validate(
            {"database": database, "name": name, "columns": columns[database, name], "parts": found,
             "rows": sum(part.rows for part in found)}) for (database, name), found in parts.items())

    def begin(self, one: StagedPart, file: Path) -> Part:
        part = Part(partition=one.partition, rows=one.rows, bytes=file.stat().st_size, sha256=one.sha256,
                    fingerprint=one.fingerprint)
        path = f"parts/{one.database}/{one.table}/{part.partition}/{part.sha256}.parquet"
        if self.present.get(path) != part.bytes:
            self.running += 1
            self.pool.submit(self.send, file, path, part, one.passing).add_done_callback(self.ended.put)
        elif one.passing:
            file.unlink()
        return part

    def send(self, file: Path, path: str, part: Part, passing: bool) -> int:
        send(self.bucket, file, path, part.sha256)
        if passing:
            file.unlink()
        return part.bytes

    def settle(self) -> None:
        """Wait for the next part to be sent, and count it."""
        sent = self.ended.get().result()
        self.running -= 1
        self.bytes_sent += sent
        self.parts_sent += 1
        self.progress.step(STAGE, self.bytes_sent)
