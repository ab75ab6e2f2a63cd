"""Files to and from S3: checked, resumable, in pieces when large. A file's path below the prefix names its SHA-256,
so an object that is there is the right one, and the pieces of an unfinished upload are pieces of the same bytes.
"""

import base64
import hashlib
from pathlib import Path
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from s3transfer.utils import ReadFileChunk  # type: ignore[import-untyped]

from core.aws.faults import code_of, status_of, telling
from core.aws.objects import MISSING, Bucket
from core.errors import StoreBroken

PIECE = 8 * 2**20
CHUNK = 2**20
READ_ATTEMPTS = 5
SEND_ATTEMPTS = 3


def send(bucket: Bucket, source: Path, path: str, sha256: str) -> None:
    """Upload a file of any size; S3 compares checksums. Raises our errors; run it again to go on."""
    size = source.stat().st_size
    with telling(f"send {bucket.url(path)}"):
        if size > PIECE:
            send_in_pieces(bucket, source, bucket.key(path), size)
            return
        with source.open("rb") as body:
            bucket.client.put_object(
                Bucket=bucket.name, Key=bucket.key(path), Body=body, Metadata={"sha256": sha256},
                ChecksumSHA256=base64.b64encode(bytes.fromhex(sha256)).decode(), **bucket.encryption)


def send_in_pieces(bucket: Bucket, source: Path, key: str, size: int) -> None:
    """Multipart upload that goes on with what an earlier, killed one sent."""
    for attempt in range(1, SEND_ATTEMPTS + 1):
        try:
            go_on_sending(bucket, source, key, size)
            return
        except ClientError as error:
            # Another pusher of the same bytes completed the upload we shared, or our first answer was lost.
            ended = code_of(error) == "NoSuchUpload"
            if (ended or status_of(error) >= 500) and is_whole(bucket, key, size):
                return
            if not ended or attempt == SEND_ATTEMPTS:
                raise


def go_on_sending(bucket: Bucket, source: Path, key: str, size: int) -> None:
    s3, where = bucket.client, {"Bucket": bucket.name, "Key": key}
    upload_id, sent = unfinished(bucket, key)
    if not upload_id:
        upload_id = s3.create_multipart_upload(**where, ChecksumAlgorithm="CRC32", **bucket.encryption)["UploadId"]
    pieces = []
    for number, start in enumerate(range(0, size, PIECE), 1):
        length = min(PIECE, size - start)
        done = sent.get(number)
        if not done or done["Size"] != length:
            with ReadFileChunk.from_filename(str(source), start, length) as body:
                done = s3.upload_part(**where, UploadId=upload_id, PartNumber=number, Body=body,
                                      ChecksumAlgorithm="CRC32")
        marks = {name: done[name] for name in ("ETag", "ChecksumCRC32") if name in done}
        pieces.append({"PartNumber": number, **marks})
    s3.complete_multipart_upload(**where, UploadId=upload_id, MultipartUpload={"Parts": pieces})


def is_whole(bucket: Bucket, key: str, size: int) -> bool:
    try:
        return bool(bucket.client.head_object(Bucket=bucket.name, Key=key)["ContentLength"] == size)
    except ClientError as error:
        if code_of(error) in MISSING:
            return False
        raise


def unfinished(bucket: Bucket, key: str) -> tuple[str, dict[int, dict[str, Any]]]:
    """The newest upload of `key` that was begun but not completed, with its pieces by number; ("", {}) if none."""
    listed = bucket.client.list_multipart_uploads(Bucket=bucket.name, Prefix=key)
    uploads = [upload for upload in listed.get("Uploads", []) if upload["Key"] == key]
    if not uploads:
        return "", {}
    upload_id = max(uploads, key=lambda upload: upload["Initiated"])["UploadId"]
    pages = bucket.client.get_paginator("list_parts").paginate(Bucket=bucket.name, Key=key, UploadId=upload_id)
    return upload_id, {piece["PartNumber"]: piece for page in pages for piece in page.get("Parts", [])}


def fetch(bucket: Bucket, path: str, target: Path, sha256: str, size: int) -> None:
    """Download to `target`, which appears only when its SHA-256 is right; goes on with a `.partial` of before.

    Raises StoreBroken when what S3 holds is not what the manifest says.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(target.name + ".partial")
    if partial.exists() and partial.stat().st_size > size:
        partial.unlink()
    with telling(f"fetch {bucket.url(path)}"):
        for attempt in range(1, READ_ATTEMPTS + 1):
            try:
                append_rest(bucket, path, partial, size)
                break
            except (BotoCoreError, ConnectionError):
                # The stream broke after the answer had begun: botocore repeats requests, not streams.
                if attempt == READ_ATTEMPTS:
                    raise
            except ClientError as error:
                if code_of(error) in MISSING:
                    raise StoreBroken(f"{bucket.url(path)} is in the manifest but not in the bucket.",
                                      remedy="Push again from the machine that has the store, or roll back.") from error
                raise
    if file_sha256(partial) != sha256:
        partial.unlink()
        raise StoreBroken(f"{bucket.url(path)} does not have the SHA-256 its manifest says.",
                          remedy="Push again from the machine that has the store, or roll back.")
    partial.rename(target)


def append_rest(bucket: Bucket, path: str, partial: Path, size: int) -> None:
    """Add to `partial` the bytes it lacks."""
    with partial.open("ab") as file:
        have = file.tell()
        if have >= size:
            return
        rest = {"Range": f"bytes={have}-"} if have else {}
        answer = bucket.client.get_object(Bucket=bucket.name, Key=bucket.key(path), **rest)
        for chunk in answer["Body"].iter_chunks(CHUNK):
            file.write(chunk)


def file_sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
