"""S3 as we use it: a bucket with a prefix; whole small objects, conditional writes, listings, encryption."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from botocore.exceptions import ClientError

from core.aws.clients import client
from core.aws.faults import code_of, telling
from core.errors import SourceRefused, SourceUnconfigured
from core.settings import settings

MISSING = {"NoSuchKey", "404", "NotFound", "NoSuchVersion"}
LOST_RACE = {"PreconditionFailed", "412", "ConditionalRequestConflict", "409"}


class ChangedMeanwhile(SourceRefused):
    """A conditional write came too late: somebody else wrote the object since it was read."""


class Found(NamedTuple):
    body: bytes
    etag: str
    metadata: dict[str, str]


@dataclass(frozen=True)
class Bucket:
    """Objects are named by their path below the prefix ("manifest.json")."""

    client: Any = field(repr=False)
    name: str
    prefix: str = ""
    kms_key: str = ""

    def key(self, path: str) -> str:
        return f"{self.prefix.strip('/')}/{path}".lstrip("/")

    def url(self, path: str = "") -> str:
        return f"s3://{self.name}/{self.key(path)}"

    @property
    def encryption(self) -> dict[str, str]:
        """Every object is encrypted at rest: with the given KMS key, else with S3's own."""
        if self.kms_key:
            return {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": self.kms_key}
        return {"ServerSideEncryption": "AES256"}

    def read(self, path: str, *, unless: str | None = None) -> Found | None:
        """The whole object; None when there is none, or when its etag still is `unless`."""
        asked = {"IfNoneMatch": unless} if unless else {}
        with telling(f"read {self.url(path)}"):
            try:
                answer = self.client.get_object(Bucket=self.name, Key=self.key(path), **asked)
            except ClientError as error:
                if code_of(error) in MISSING | {"304", "NotModified"}:
                    return None
                raise
            return Found(answer["Body"].read(), answer["ETag"], answer.get("Metadata", {}))

    def write(self, path: str, body: bytes, *, content_type: str = "application/octet-stream",
              replaces: str | None = None, metadata: dict[str, str] | None = None) -> str:
        """Write the whole object; returns its etag.

        `replaces` is the etag it must still have, "" when there must be none; None writes in any case.
        Raises ChangedMeanwhile when that does not hold.
        """
        condition = {} if replaces is None else {"IfMatch": replaces} if replaces else {"IfNoneMatch": "*"}
        with telling(f"write {self.url(path)}"):
            try:
                answer = self.client.put_object(
                    Bucket=self.name, Key=self.key(path), Body=body, ContentType=content_type,
                    Metadata=metadata or {}, **condition, **self.encryption)
            except ClientError as error:
                if code_of(error) in LOST_RACE:
                    raise ChangedMeanwhile(f"{self.url(path)} was changed by somebody else meanwhile.") from error
                raise
            return answer["ETag"]

    def sizes(self, folder: str) -> dict[str, int]:
        """Path -> bytes of every object below `folder`."""
        found: dict[str, int] = {}
        strip = len(self.key(""))
        with telling(f"list {self.url(folder)}"):
            pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.name, Prefix=self.key(folder))
            for page in pages:
                found |= {item["Key"][strip:]: item["Size"] for item in page.get("Contents", [])}
        return found

    def remove(self, path: str) -> None:
        with telling(f"delete {self.url(path)}"):
            self.client.delete_object(Bucket=self.name, Key=self.key(path))


def bucket() -> Bucket:
    """The bucket of the settings. Raises SourceUnconfigured when none is named."""
    known = settings()
    if not known.s3_bucket:
        raise SourceUnconfigured("No S3 bucket is set.", remedy="Set MARQUEE_S3_BUCKET (and AWS credentials).")
    return Bucket(client("s3"), known.s3_bucket, known.s3_prefix, known.s3_kms_key)
