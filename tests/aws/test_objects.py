"""Objects and files in S3: conditions hold, large files resume, what is damaged is never taken over."""

import hashlib
import re
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from core.aws.objects import ChangedMeanwhile
from core.aws.transfers import PIECE, fetch, file_sha256, send
from core.errors import SourceUnavailable, StoreBroken


def is_piece(method: str, path: str) -> bool:
    return method == "PUT" and "partNumber=" in path


@pytest.fixture
def large(tmp_path):
    """A file of three pieces that no compression makes small."""
    file = tmp_path / "large.bin"
    block = hashlib.sha256(b"seed").digest()
    file.write_bytes(block * ((2 * PIECE + 1000) // len(block) + 1))
    return file


def test_an_object_comes_back_as_it_was_written_and_a_missing_one_is_none(bucket):
    bucket.write("a/b.txt", b"text", metadata={"about": "test"})
    found = bucket.read("a/b.txt")
    assert found.body == b"text"
    assert found.metadata == {"about": "test"}
    assert bucket.read("a/c.txt") is None
    assert bucket.sizes("a/") == {"a/b.txt": 4}


def test_every_object_is_encrypted_at_rest(bucket, large):
    bucket.write("small", b"x")
    send(bucket, large, "large", file_sha256(large))
    for path in ("small", "large"):
        head = bucket.client.head_object(Bucket=bucket.name, Key=bucket.key(path))
        assert head["ServerSideEncryption"] == "AES256"


def test_a_write_on_condition_fails_when_the_object_changed_or_appeared(bucket):
    first = bucket.write("m", b"1", replaces="")
    with pytest.raises(ChangedMeanwhile):
        bucket.write("m", b"2", replaces="")
    second = bucket.write("m", b"2", replaces=first)
    with pytest.raises(ChangedMeanwhile):
        bucket.write("m", b"3", replaces=first)
    assert bucket.read("m").body == b"2"
    assert bucket.read("m", unless=second) is None


def test_of_many_who_write_at_once_on_the_same_condition_one_wins(bucket):
    etag = bucket.write("m", b"start")
    gate = threading.Barrier(6)

    def attempt(number: int) -> bool:
        gate.wait()
        try:
            bucket.write("m", b"%d" % number, replaces=etag)
        except ChangedMeanwhile:
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        won = list(pool.map(attempt, range(6)))
    assert won.count(True) == 1
    assert bucket.read("m").body == b"%d" % won.index(True)


def test_a_large_file_goes_in_pieces_and_comes_back_whole(bucket, large, tmp_path):
    sha256 = file_sha256(large)
    send(bucket, large, "large", sha256)
    fetch(bucket, "large", tmp_path / "back", sha256, large.stat().st_size)
    assert file_sha256(tmp_path / "back") == sha256


def test_a_connection_broken_in_the_middle_of_a_large_file_is_tried_again(bucket, large, proxy):
    proxy.reset(lambda method, path: is_piece(method, path) and "partNumber=2" in path, times=2)
    send(bucket, large, "large", file_sha256(large))
    assert bucket.sizes("large") == {"large": large.stat().st_size}


def test_a_large_file_that_stopped_half_way_goes_on_with_the_missing_pieces(bucket, large, proxy):
    proxy.answer(503, "SlowDown", lambda method, path: is_piece(method, path) and "partNumber=3" in path, times=50)
    with pytest.raises(SourceUnavailable, match="SlowDown.*goes on where it stopped"):
        send(bucket, large, "large", file_sha256(large))
    proxy.rules.clear()
    proxy.log.clear()
    send(bucket, large, "large", file_sha256(large))
    assert proxy.count("PUT", "partNumber=") == 1
    assert bucket.sizes("large") == {"large": large.stat().st_size}


@pytest.mark.parametrize("late", ["partNumber=3", "uploadId=[^&]+$"], ids=["its last piece", "its completion"])
def test_who_comes_late_with_a_large_file_that_another_finished_is_content(bucket, large, proxy, late):
    sha256 = file_sha256(large)
    held = proxy.hold(lambda method, path: method in ("PUT", "POST") and re.search(late, path))
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(send, bucket, large, "large", sha256)
        assert held.seen.wait(30)
        send(bucket, large, "large", sha256)
        held.held.set()
        slow.result()
    assert bucket.sizes("large") == {"large": large.stat().st_size}


def test_two_who_finish_the_same_large_file_are_both_content(bucket, large):
    sha256 = file_sha256(large)
    with ThreadPoolExecutor(2) as pool:
        for sent in [pool.submit(send, bucket, large, "large", sha256) for _ in range(2)]:
            sent.result()
    assert bucket.sizes("large") == {"large": large.stat().st_size}


def test_a_download_goes_on_after_the_bytes_that_are_here(bucket, tmp_path):
    body = bytes(range(256)) * 100
    bucket.write("part", body)
    (tmp_path / "part.partial").write_bytes(body[:10_000])
    asked = []

    def note(params, **_):
        asked.append(params["headers"].get("Range"))

    bucket.client.meta.events.register("before-call.s3.GetObject", note)
    fetch(bucket, "part", tmp_path / "part", hashlib.sha256(body).hexdigest(), len(body))
    bucket.client.meta.events.unregister("before-call.s3.GetObject", note)
    assert (tmp_path / "part").read_bytes() == body
    assert asked == ["bytes=10000-"]


@pytest.mark.parametrize("held", [b"other bytes", b"short", b""], ids=["other", "short", "empty"])
def test_what_does_not_have_its_sha_256_is_never_taken_over(bucket, tmp_path, held):
    bucket.write("part", held)
    with pytest.raises(StoreBroken, match="SHA-256|could not|manifest"):
        fetch(bucket, "part", tmp_path / "part", hashlib.sha256(b"right bytes").hexdigest(), len(b"right bytes"))
    assert list(tmp_path.glob("part*")) == []


def test_a_part_that_is_gone_is_named(bucket, tmp_path):
    with pytest.raises(StoreBroken, match="parts/x is in the manifest but not in the bucket"):
        fetch(bucket, "parts/x", tmp_path / "x", "0" * 64, 5)
