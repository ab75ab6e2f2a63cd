"""Take over the store somebody pushed: fetch the parts we lack, check them, build, and only then serve it."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from core.aws import manifest as manifests
from core.aws.manifest import Manifest, Read
from core.aws.objects import Bucket
from core.aws.transfers import fetch
from core.errors import MarqueeError, NothingPublished, StoreBroken, StoreTooNew
from core.lock import alone
from core.progress import Progress, Silent

THREADS = 8
STAGE = "Fetching from S3"


class TableFiles(NamedTuple):
    """A table as it came: its columns with their types, its rows in Parquet files, and those that went since in others."""

    name: str
    columns: tuple[tuple[str, str], ...]
    rows: int
    files: list[Path]
    gone: list[Path]


class Pulled(NamedTuple):
    number: int
    changed: bool
    built: str
    parts_fetched: int
    bytes_fetched: int


Build = Callable[[list[TableFiles]], str]


def pull(bucket: Bucket, folder: Path, *, database: str, schema_version: int, serving: str | None, build: Build,
         progress: Progress | None = None) -> Pulled:
    """Bring the tables of `database` ("snapshot" or "warehouse") here and hand them to `build`, which names the result.

    `folder` keeps the fetched parts for the next pull. Nothing is built when `serving` is what the last pull built
    and the manifest did not change since. Killed at any moment, the old snapshot stays; the next run goes on.
    Raises NothingPublished, StoreBroken (wrong content), StoreTooNew, StoreBusy (another pull runs here).
    """
    with alone(folder, "pull.lock", "pulling into"):
        state = State(folder / f"{database}.json")
        kept = state.read()
        unchanged = kept.get("built") == serving and kept.get("bucket") == bucket.url()
        found = manifests.read(bucket, unless=kept.get("etag") if unchanged else None)
        if not found and unchanged and kept.get("etag"):
            return Pulled(kept["number"], False, kept["built"], 0, 0)
        if not found:
            raise NothingPublished(f"{bucket.url()} holds no pushed store.", remedy="Run `python -m core aws push`.")
        refuse_other_schema(found.manifest, schema_version)
        parts = Parts(bucket, folder / "parts", progress or Silent())
        tables = parts.bring(found.manifest, database)
        built = build(tables)
        state.write(found, built, bucket.url())
        parts.forget_others(tables, database)
        return Pulled(found.manifest.number, True, built, parts.fetched, parts.bytes_fetched)


def refuse_other_schema(manifest: Manifest, ours: int) -> None:
    if manifest.schema_version > ours:
        raise StoreTooNew(f"The pushed store has schema {manifest.schema_version}, this version knows {ours}.",
                          remedy="Update Marquee here; until then the snapshot in use stays.")
    if manifest.schema_version < ours:
        raise StoreBroken(f"The pushed store has schema {manifest.schema_version}, this version needs {ours}.",
                          remedy="Update Marquee where it is pushed and push again; the snapshot in use stays.")


class Parts:
    """The fetched Parquet files of this machine, named by their content."""

    def __init__(self, bucket: Bucket, folder: Path, progress: Progress) -> None:
        self.bucket, self.folder, self.progress = bucket, folder, progress
        self.fetched = self.bytes_fetched = 0

    def bring(self, manifest: Manifest, database: str) -> list[TableFiles]:
        wanted = [table for table in manifest.tables if table.database == database]
        place = self.folder / database
        missing = {part.sha256: (table.path(part), part.bytes) for table in wanted for part in table.parts
                   if not (place / part.sha256).exists()}
        self.fetch(place, missing)
        return [TableFiles(table.name, table.columns, table.rows,
                           *([place / part.sha256 for part in table.parts if (part.rows < 0) == less] for less in (False, True)))
                for table in wanted]

    def fetch(self, place: Path, missing: dict[str, tuple[str, int]]) -> None:
        total = sum(size for _, size in missing.values())
        with ThreadPoolExecutor(THREADS, thread_name_prefix="pull") as pool:
            jobs = [(size, pool.submit(fetch, self.bucket, path, place / sha256, sha256, size))
                    for sha256, (path, size) in missing.items()]
            try:
                for size, job in jobs:
                    job.result()
                    self.fetched += 1
                    self.bytes_fetched += size
                    self.progress.step(STAGE, self.bytes_fetched, total)
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise

    def forget_others(self, tables: list[TableFiles], database: str) -> None:
        """Keep what the next pull may share with this one, remove the rest."""
        keep = {file for table in tables for file in [*table.files, *table.gone]}
        for file in (self.folder / database).glob("*"):
            if file not in keep:
                file.unlink()


class State:
    """What the last pull built, so that nothing is done twice."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> dict:
        try:
            return json.loads(self.path.read_text("utf-8"))
        except (FileNotFoundError, ValueError):
            return {}

    def write(self, found: Read, built: str, bucket_url: str) -> None:
        partial = self.path.with_suffix(".partial")
        partial.write_text(json.dumps({"etag": found.etag, "number": found.manifest.number, "built": built,
                                       "bucket": bucket_url}))
        partial.replace(self.path)


def watch(pull_once: Callable[[], Pulled], wait: Callable[[], bool],
          tell: Callable[[Pulled | MarqueeError], None]) -> None:
    """Pull again and again until `wait` returns True. An error is told, and what is served stays.

    That nothing changed is told once, and again after an error.
    """
    told = 0
    while True:
        try:
            pulled = pull_once()
            if pulled.changed or pulled.number != told:
                tell(pulled)
            told = pulled.number
        except MarqueeError as error:
            tell(error)
            told = 0
        if wait():
            return
