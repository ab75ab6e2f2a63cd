"""What people wrote (holds, offers, annotations, audit) as dated copies in S3, and back.

    backups/desk-20261123T084301Z.sqlite.gz     metadata: sha256 of the plain file, rows of each table as JSON
"""

import gzip
import hashlib
import json
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from core.aws.objects import Bucket
from core.errors import NothingPublished, SettingsError, StoreBroken

FOLDER = "backups/"
SQLITE = "sqlite:///"


class Backup(NamedTuple):
    path: str
    bytes: int
    rows: int


def desk_path(user_db_url: str, data_dir: Path) -> Path:
    """The file of the desk's SQLite database. Raises SettingsError for a database server, which has its own tools."""
    if not user_db_url:
        return data_dir / "desk.sqlite"
    if not user_db_url.startswith(SQLITE):
        raise SettingsError("Only a SQLite user store is backed up from here; MARQUEE_USER_DB_URL names a server.",
                            remedy="Use the server's own backup (pg_dump); deploy/RUNBOOK.md has the lines.")
    return Path(user_db_url.removeprefix(SQLITE))


def back_up(bucket: Bucket, desk: Path, now: datetime | None = None) -> Backup:
    """Copy the database as it is at one moment, while others write, and send it. Raises StoreBroken when damaged."""
    if not desk.exists():
        raise NothingPublished(f"There is no user store at {desk}.", remedy="Nothing was written yet; nothing is lost.")
    with copied(desk) as copy:
        rows = checked_rows(copy)
        plain = copy.read_bytes()
    body = gzip.compress(plain, compresslevel=6, mtime=0)
    path = f"{FOLDER}desk-{now or datetime.now(UTC):%Y%m%dT%H%M%S%fZ}.sqlite.gz"
    bucket.write(path, body, replaces="", content_type="application/gzip",
                 metadata={"sha256": hashlib.sha256(plain).hexdigest(), "rows": json.dumps(rows)})
    return Backup(path, len(body), sum(rows.values()))


def backups(bucket: Bucket) -> list[Backup]:
    """The backups there are, newest first; rows are not known without reading one (-1)."""
    found = bucket.sizes(FOLDER)
    return [Backup(path, found[path], -1) for path in sorted(found, reverse=True)]


def restore(bucket: Bucket, desk: Path, path: str | None = None) -> Backup:
    """Put a backup (default: the newest) in the place of the user store, in one transaction, also under open readers.

    What was there is kept beside it as `<name>.before-restore`. Raises StoreBroken when the backup is damaged.
    """
    chosen = path or next((one.path for one in backups(bucket)), None)
    found = bucket.read(chosen) if chosen else None
    if not chosen or not found:
        raise NothingPublished(f"There is no {chosen or 'backup'} in {bucket.url(FOLDER)}.",
                               remedy="Make one: `python -m core aws backup`.")
    with tempfile.TemporaryDirectory(dir=made(desk.parent)) as folder:
        file = Path(folder) / "desk.sqlite"
        file.write_bytes(unpacked(found.body, found.metadata.get("sha256", ""), bucket.url(chosen)))
        rows = checked_rows(file)
        if rows != json.loads(found.metadata.get("rows", "{}")):
            raise StoreBroken(f"{bucket.url(chosen)} does not hold the rows it was made with.",
                              remedy="Restore another: `python -m core aws restore --list`.")
        if desk.exists():
            with copied(desk) as before:
                shutil.copyfile(before, desk.with_name(desk.name + ".before-restore"))
        with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(desk, timeout=30)) as target:
            source.backup(target)
    return Backup(chosen, len(found.body), sum(rows.values()))


def unpacked(body: bytes, sha256: str, where: str) -> bytes:
    try:
        plain = gzip.decompress(body)
    except (OSError, EOFError) as error:
        raise StoreBroken(f"{where} is not a readable backup.", remedy="Restore another.") from error
    if hashlib.sha256(plain).hexdigest() != sha256:
        raise StoreBroken(f"{where} does not have the SHA-256 it was made with.", remedy="Restore another.")
    return plain


@contextmanager
def copied(desk: Path) -> Iterator[Path]:
    """A copy at one moment by SQLite's online backup: what is in the write-ahead log is in it too."""
    with tempfile.TemporaryDirectory(dir=desk.parent) as folder:
        copy = Path(folder) / desk.name
        try:
            with closing(sqlite3.connect(desk, timeout=30)) as source, closing(sqlite3.connect(copy)) as target:
                source.backup(target)
                target.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.DatabaseError as error:
            raise StoreBroken(f"{desk} is not a readable database.", remedy="Restore it from a backup.") from error
        yield copy


def checked_rows(file: Path) -> dict[str, int]:
    """Table -> rows, after SQLite's own check of the file. Raises StoreBroken."""
    with closing(sqlite3.connect(file)) as connection:
        try:
            verdict = connection.execute("PRAGMA integrity_check").fetchone()[0]
            names = [name for (name,) in connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name")]
            rows = {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608
                    for name in names}
        except sqlite3.DatabaseError as error:
            verdict, rows = str(error), {}
    if verdict != "ok":
        raise StoreBroken(f"{file.name} is damaged: {verdict}", remedy="Restore it from a backup.")
    return rows


def made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder
