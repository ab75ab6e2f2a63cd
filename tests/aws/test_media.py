"""Pictures are what they say, small enough, shown by links that end."""

import io
import re
from datetime import UTC, datetime, timedelta
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from PIL import Image

from core.aws.media import BucketShelf, FolderShelf, upload
from core.aws.objects import Bucket
from core.errors import ImportRefused
from tests.aws.stand_ins import node_module, start, stop


def picture(kind: str = "PNG", size: tuple[int, int] = (640, 400), **options) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", size, (200, 30, 60)).save(written, kind, **options)
    return written.getvalue()


@pytest.fixture(params=["bucket", "folder"])
def shelf(request, bucket, tmp_path):
    return BucketShelf(bucket) if request.param == "bucket" else FolderShelf(tmp_path / "media")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_is_kept_as_it_came_with_a_small_one_beside_it(shelf, kind):
    body = picture(kind)
    kept = upload(shelf, body)
    assert shelf.read(kept.name) == body
    assert (kept.width, kept.height, kept.content_type) == (640, 400, f"image/{kind.lower()}")
    with Image.open(io.BytesIO(shelf.read(kept.thumbnail))) as small:
        assert (small.format, small.size) == ("WEBP", (320, 200))
    assert upload(shelf, body) == kept


def test_a_thumbnail_is_upright_and_says_nothing_of_where_it_was_taken(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x8825] = {1: "N", 2: (52.0, 31.0, 0.0)}
    shelf = FolderShelf(tmp_path)
    kept = upload(shelf, picture("JPEG", exif=exif))
    with Image.open(io.BytesIO(shelf.read(kept.thumbnail))) as small:
        assert small.size == (200, 320)
        assert not small.getexif()


@pytest.mark.parametrize("body", [b"", b"<svg onload='x'/>", b"GIF89a" + bytes(40), b"\x89PNG\r\n\x1a\n" + bytes(60),
                                  picture("PNG")[:200], picture("GIF"), b"<html>" + picture("PNG")],
                         ids=["empty", "svg", "gif header", "png header", "cut", "gif", "html before"])
def test_what_is_no_whole_picture_of_a_known_kind_is_refused(tmp_path, body):
    with pytest.raises(ImportRefused, match="not a JPEG, PNG or WebP"):
        upload(FolderShelf(tmp_path), body)
    assert list(tmp_path.iterdir()) == []


def test_too_large_pictures_are_refused_by_bytes_and_by_pixels(tmp_path):
    with pytest.raises(ImportRefused, match="10.0 MB"):
        upload(FolderShelf(tmp_path), bytes(10_000_001))
    with pytest.raises(ImportRefused, match="9000 x 9000 pixels"):
        upload(FolderShelf(tmp_path), picture(size=(9000, 9000)))


@pytest.mark.parametrize("name", ["../../etc/passwd", "a.png", "", "0" * 64 + ".svg", "0" * 64 + ".png/../x"])
def test_a_name_that_upload_did_not_make_reads_nothing(shelf, name):
    with pytest.raises(ValueError, match="not the name of a picture"):
        shelf.read(name)


def test_a_link_opens_the_picture_and_lasts_at_most_fifteen_minutes(bucket):
    shelf = BucketShelf(bucket)
    body = picture()
    kept = upload(shelf, body)
    link = shelf.link(kept.name)
    with urlopen(link) as answer:
        assert answer.read() == body
        assert answer.headers["Content-Type"] == "image/png"
    assert "X-Amz-Expires=900" in link
    for seconds in (0, 901):
        with pytest.raises(ValueError, match="900"):
            shelf.link(kept.name, seconds)
    assert FolderShelf("anywhere").link(kept.name) is None


def opened(link: str) -> int:
    try:
        with urlopen(link) as answer:
            return answer.status
    except HTTPError as refused:
        with refused:
            return refused.code


def sign_earlier(monkeypatch: pytest.MonkeyPatch, seconds: int) -> None:
    import botocore.auth

    earlier = datetime.now(UTC) - timedelta(seconds=seconds)
    monkeypatch.setattr(botocore.auth, "get_current_datetime", lambda *_, **__: earlier.replace(tzinfo=None))


def test_a_link_that_was_changed_or_has_ended_opens_nothing(bucket, proxy, monkeypatch):
    if proxy.name == "moto":
        pytest.skip("moto looks at neither signature nor expiry of a link")
    shelf = BucketShelf(bucket)
    kept = upload(shelf, picture())
    link = shelf.link(kept.name, 900)
    assert opened(link) == 200
    signature = re.search(r"X-Amz-Signature=(\w+)", link)[1]
    assert opened(link.replace(signature, signature[::-1])) == 403
    assert opened(link.replace("X-Amz-Expires=900", "X-Amz-Expires=9000")) == 403
    assert opened(link.replace(kept.name, kept.thumbnail)) == 403
    sign_earlier(monkeypatch, 890)
    assert opened(shelf.link(kept.name, 900)) == 200
    sign_earlier(monkeypatch, 901)
    assert opened(shelf.link(kept.name, 900)) == 403


@pytest.fixture
def s3rver(tmp_path):
    """npm's s3rver. It looks at the expiry of our links; of signatures it knows the old kind only."""
    import boto3
    from botocore.config import Config

    code = f"""const S3rver = require({node_module('s3rver')!r});
        new S3rver({{port: 0, address: '127.0.0.1', silent: true, directory: {str(tmp_path)!r},
            configureBuckets: [{{name: 'desk'}}]}}).run((error, at) => console.log('http://127.0.0.1:' + at.port));"""
    process, line = start(["node", "-e", code], "http://127")
    s3 = boto3.client("s3", endpoint_url=line.strip(), region_name="us-east-1", aws_access_key_id="S3RVER",
                      aws_secret_access_key="S3RVER", config=Config(
                          signature_version="s3v4", request_checksum_calculation="when_required",
                          s3={"addressing_style": "path"}))
    yield Bucket(s3, "desk")
    stop(process)


def test_a_link_ends_on_another_server_too(s3rver, monkeypatch):
    kept = upload(BucketShelf(s3rver), picture())
    assert opened(BucketShelf(s3rver).link(kept.name, 900)) == 200
    sign_earlier(monkeypatch, 901)
    assert opened(BucketShelf(s3rver).link(kept.name, 900)) == 403
