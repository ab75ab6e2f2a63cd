"""The manifest: what a published store consists of. One object in the bucket, replaced only by who read the last one.

    manifest.json                     what everybody reads; written last, on the condition that it did not change
    manifests/000007-1f0c....json     a copy of each, which holds the name of the one before it
    parts/<database>/<table>/<partition>/<sha256>.parquet     never changed; shared by many manifests
"""

from datetime import UTC, datetime
from typing import Annotated, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from core.aws.objects import Bucket, ChangedMeanwhile
from core.errors import SourceUnavailable, StoreBroken, StoreTooNew

FORMAT = 2
CURRENT = "manifest.json"
COMMIT_ATTEMPTS = 3

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Name = Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")]
Partition = Annotated[str, Field(pattern=r"^[A-Za-z0-9_]+=[A-Za-z0-9_-]+$")]


class PushLost(ChangedMeanwhile):
    """Two pushed at once, and the other one was first."""


class Part(BaseModel):
    """One Parquet file: the rows of some days, a month or a stretch of a table, rows that came since, or rows that went since."""

    model_config = ConfigDict(frozen=True)
    partition: Partition
    rows: int = Field(description="Rows that went count as less than none.")
    bytes: int
    sha256: Sha256
    fingerprint: str = Field(description="Of the rows, whatever their order: tells whether they changed.")


class Table(BaseModel):
    model_config = ConfigDict(frozen=True)
    database: Literal["warehouse", "snapshot"]
    name: Name
    columns: tuple[tuple[Name, str], ...]
    rows: int
    parts: tuple[Part, ...]

    def path(self, part: Part) -> str:
        return f"parts/{self.database}/{self.name}/{part.partition}/{part.sha256}.parquet"


class Manifest(BaseModel):
    model_config = ConfigDict(frozen=True)
    format: int = FORMAT
    number: int
    push_id: Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
    parent: str | None = Field(description="Name of the copy of the manifest before this one.")
    schema_version: int = Field(description="Number of the last migration the store was made with.")
    snapshot_number: int
    pushed_at: datetime
    rolled_back_to: int | None = None
    tables: tuple[Table, ...]

    @property
    def copy_path(self) -> str:
        return f"manifests/{self.number:06d}-{self.push_id}.json"

    @property
    def paths(self) -> dict[str, int]:
        """Path -> bytes of every part."""
        return {table.path(part): part.bytes for table in self.tables for part in table.parts}


class Read(NamedTuple):
    manifest: Manifest
    etag: str


def read(bucket: Bucket, *, unless: str | None = None) -> Read | None:
    """The manifest everybody reads; None before the first push, or while its etag is `unless`."""
    found = bucket.read(CURRENT, unless=unless)
    return Read(parse(found.body, bucket.url(CURRENT)), found.etag) if found else None


def parse(body: bytes, where: str) -> Manifest:
    """Raises StoreTooNew for a later format, StoreBroken for anything that is no manifest."""
    try:
        parsed = Manifest.model_validate_json(body)
    except ValidationError as error:
        raise StoreBroken(f"{where} is not a manifest ({error.error_count()} faults).",
                          remedy="Roll back, or push again.") from error
    if parsed.format > FORMAT:
        raise StoreTooNew(f"{where} has format {parsed.format}; this version reads {FORMAT}.", remedy="Update Marquee.")
    return parsed


def commit(bucket: Bucket, manifest: Manifest, replaces: str) -> None:
    """Make `manifest` the one everybody reads. `replaces` is the etag of the one it follows ("" for none).

    Raises PushLost when another was published meanwhile: it stays, ours is left aside.
    """
    body = manifest.model_dump_json().encode()
    bucket.write(manifest.copy_path, body, content_type="application/json")
    for _ in range(COMMIT_ATTEMPTS):
        try:
            bucket.write(CURRENT, body, content_type="application/json", replaces=replaces)
            return
        except ChangedMeanwhile as error:
            now = read(bucket)
            if now and now.manifest.push_id == manifest.push_id:
                # Ours, of which we missed the answer.
                return
            if now and now.etag != replaces:
                raise PushLost(
                    f"Another push (number {now.manifest.number}, {now.manifest.pushed_at:%Y-%m-%d %H:%M} UTC) was "
                    "published while this one ran; nothing of it was changed.",
                    remedy="Push again if yours is the newer store.") from error
    raise SourceUnavailable(f"{bucket.url(CURRENT)} could not be replaced: others write it all the time.",
                            remedy="Push again.")


def utc_now() -> datetime:
    return datetime.now(UTC)
