"""Pictures people upload (posters, venue photos): checked by what they are, kept once, shown small.

    media/<sha256>.<jpg|png|webp>     the picture as it came
    media/<sha256>-320.webp           its thumbnail
"""

import hashlib
import io
import re
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol

from core.aws import objects
from core.aws.faults import telling
from core.aws.objects import Bucket
from core.errors import ImportRefused
from core.settings import settings

MOST_BYTES = 10_000_000
MOST_PIXELS = 40_000_000
THUMBNAIL_PIXELS = 320
LINK_SECONDS = 15 * 60
TYPES = {"JPEG": ("jpg", "image/jpeg"), "PNG": ("png", "image/png"), "WEBP": ("webp", "image/webp")}
NAME = re.compile(r"[0-9a-f]{64}(-320)?\.(jpg|png|webp)")


class Picture(NamedTuple):
    name: str
    thumbnail: str
    content_type: str
    width: int
    height: int
    bytes: int


class Shelf(Protocol):
    """Where pictures are kept. `link` is an address a browser can open for some minutes, None where there is none."""

    def keep(self, name: str, body: bytes, content_type: str) -> None: ...
    def read(self, name: str) -> bytes | None: ...
    def link(self, name: str, seconds: int = LINK_SECONDS) -> str | None: ...


@dataclass
class BucketShelf:
    bucket: Bucket

    def keep(self, name: str, body: bytes, content_type: str) -> None:
        self.bucket.write(f"media/{checked(name)}", body, content_type=content_type)

    def read(self, name: str) -> bytes | None:
        found = self.bucket.read(f"media/{checked(name)}")
        return found.body if found else None

    def link(self, name: str, seconds: int = LINK_SECONDS) -> str | None:
        """A signed address that ends after `seconds`, at most 15 minutes; the browser shows it, nothing else."""
        if not 1 <= seconds <= LINK_SECONDS:
            raise ValueError(f"a link lasts 1 to {LINK_SECONDS} seconds, not {seconds}")
        content_type = next(kind for ending, kind in TYPES.values() if name.endswith(ending))
        with telling("sign a link"):
            return self.bucket.client.generate_presigned_url("get_object", ExpiresIn=seconds, Params={
                "Bucket": self.bucket.name, "Key": self.bucket.key(f"media/{checked(name)}"),
                "ResponseContentType": content_type, "ResponseContentDisposition": "inline"})


@dataclass
class FolderShelf:
    """The default: a folder of the store. Pages show the bytes; there is no address."""

    folder: Path

    def keep(self, name: str, body: bytes, content_type: str) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        partial = self.folder / f"{checked(name)}.partial"
        partial.write_bytes(body)
        partial.replace(self.folder / name)

    def read(self, name: str) -> bytes | None:
        path = self.folder / checked(name)
        return path.read_bytes() if path.exists() else None

    def link(self, name: str, seconds: int = LINK_SECONDS) -> str | None:
        return None


def shelf() -> Shelf:
    """The bucket of the settings, else a folder of the store."""
    known = settings()
    return BucketShelf(objects.bucket()) if known.s3_bucket else FolderShelf(known.data_dir / "media")


def checked(name: str) -> str:
    """A name made by `upload`, and nothing that leads elsewhere."""
    if not NAME.fullmatch(name):
        raise ValueError(f"{name!r} is not the name of a picture")
    return name


def upload(shelf: Shelf, body: bytes) -> Picture:
    """Keep a picture and its thumbnail; the same picture twice is kept once.

    Raises ImportRefused when it is too large or not what we show, whatever its name says.
    """
    from PIL import Image

    if len(body) > MOST_BYTES:
        raise ImportRefused(f"The picture has {len(body) / 1e6:.1f} MB; at most {MOST_BYTES / 1e6:.0f} MB are taken.",
                            remedy="Make it smaller.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            image = Image.open(io.BytesIO(body), formats=list(TYPES))
            if image.width * image.height > MOST_PIXELS:
                raise ImportRefused(f"The picture has {image.width} x {image.height} pixels, too many.",
                                    remedy=f"Make it smaller than {MOST_PIXELS / 1e6:.0f} million pixels.")
            ending, content_type = TYPES[image.format or ""]
            small = thumbnail(image)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Warning) as error:
        raise ImportRefused("This is not a JPEG, PNG or WebP picture, or it is damaged.",
                            remedy="Save it again as one of these.") from error
    digest = hashlib.sha256(body).hexdigest()
    picture = Picture(f"{digest}.{ending}", f"{digest}-{THUMBNAIL_PIXELS}.webp", content_type, image.width,
                      image.height, len(body))
    shelf.keep(picture.name, body, content_type)
    shelf.keep(picture.thumbnail, small, "image/webp")
    return picture


def thumbnail(image) -> bytes:  # type: ignore[no-untyped-def]
    """The picture upright, at most 320 pixels wide and high, without what the camera noted."""
    from PIL import ImageOps

    small = ImageOps.exif_transpose(image)
    small.thumbnail((THUMBNAIL_PIXELS, THUMBNAIL_PIXELS))
    written = io.BytesIO()
    small.convert("RGBA" if "A" in small.getbands() or "transparency" in small.info else "RGB").save(
        written, "WEBP", quality=80)
    return written.getvalue()
