"""The media library: pictures checked and kept in the media store, entered at the desk with where they are used.

The store is a folder beside the warehouse, or the S3 bucket where one is configured.
"""

from typing import Any

from core.aws.media import BucketShelf, FolderShelf, Shelf, upload
from core.desk import media
from core.desk.errors import NotThere
from core.settings import settings


def shelf() -> Shelf:
    """Where pictures are kept, by the settings."""
    if settings().s3_bucket:
        from core.aws.objects import bucket

        return BucketShelf(bucket())
    return FolderShelf(settings().data_dir / "media")


def add(*, actor: str, body: bytes, title: str, kind: str, concert_id: str | None) -> dict[str, Any]:
    """Keep a picture and enter it. Raises ImportRefused for what is no picture, DeedRefused for a kind that is none."""
    picture = upload(shelf(), body)
    return media.add_asset(actor=actor, concert_id=concert_id, kind=kind, title=title, file=picture.name,
                           thumbnail=picture.thumbnail, content_type=picture.content_type, width=picture.width,
                           height=picture.height, bytes=picture.bytes)


def body_of(asset: dict[str, Any], *, small: bool = False) -> bytes:
    """The bytes of a picture or of its thumbnail. Raises NotThere when the store has lost it."""
    found = shelf().read(asset["thumbnail" if small else "file"])
    if found is None:
        raise NotThere(f"The media store has no file for {asset['title']!r}.", remedy="Upload it again.")
    return found
