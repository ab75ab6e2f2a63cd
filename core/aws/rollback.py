"""Go back to a store published earlier, as a new publication, so that every reader follows."""

import secrets

from core.aws import manifest as manifests
from core.aws.faults import telling
from core.aws.manifest import Manifest
from core.aws.objects import Bucket
from core.errors import NothingPublished, StoreBroken


def history(bucket: Bucket, most: int = 50) -> list[Manifest]:
    """The published manifests, newest first, as far back as their copies are kept."""
    found = manifests.read(bucket)
    line = [found.manifest] if found else []
    while line and line[-1].parent and len(line) < most and (copy := bucket.read(line[-1].parent)):
        line.append(manifests.parse(copy.body, bucket.url(line[-1].parent or "")))
    return line


def rollback(bucket: Bucket, to: int | None = None) -> Manifest:
    """Publish the manifest number `to` again (default: the one before the current) under the next number.

    Parts that were deleted since are brought back where the bucket keeps versions.
    Raises NothingPublished when there is no such manifest, StoreBroken when parts are lost, PushLost when somebody
    pushed meanwhile.
    """
    now = manifests.read(bucket)
    if not now:
        raise NothingPublished(f"{bucket.url()} holds no pushed store.", remedy="Run `python -m core aws push`.")
    target = earlier(bucket, now.manifest, to)
    bring_back(bucket, target)
    again = target.model_copy(update={
        "number": now.manifest.number + 1, "push_id": secrets.token_hex(8), "parent": now.manifest.copy_path,
        "pushed_at": manifests.utc_now(), "rolled_back_to": target.number})
    manifests.commit(bucket, again, now.etag)
    return again


def earlier(bucket: Bucket, current: Manifest, to: int | None) -> Manifest:
    """The manifest to go back to. A roll back of a roll back goes further back, not forth."""
    wanted = to if to is not None else (current.rolled_back_to or current.number) - 1
    for manifest in history(bucket)[1:]:
        if manifest.number == wanted:
            return manifest
    raise NothingPublished(f"There is no earlier publication number {wanted} in {bucket.url()}.",
                           remedy="`python -m core aws rollback --list` prints those there are.")


def bring_back(bucket: Bucket, manifest: Manifest) -> None:
    """Restore the parts of `manifest` that were deleted, from the bucket's versions."""
    present = bucket.sizes("parts/")
    lost = [path for path, size in manifest.paths.items() if present.get(path) != size]
    beyond = [path for path in lost if not restore_version(bucket, path, manifest.paths[path])]
    if beyond:
        raise StoreBroken(f"Publication {manifest.number} lacks {len(beyond)} of its files ({beyond[0]}, ...).",
                          remedy="Choose another with --to, or push again; keep versions in the bucket.")


def restore_version(bucket: Bucket, path: str, size: int) -> bool:
    """Copy the newest kept version of that size over the deleted object; False when there is none."""
    key = bucket.key(path)
    with telling(f"restore {bucket.url(path)}"):
        listed = bucket.client.list_object_versions(Bucket=bucket.name, Prefix=key)
        for version in listed.get("Versions", []):
            if version["Key"] == key and version["Size"] == size:
                bucket.client.copy_object(
                    Bucket=bucket.name, Key=key, **bucket.encryption,
                    CopySource={"Bucket": bucket.name, "Key": key, "VersionId": version["VersionId"]})
                return True
    return False
