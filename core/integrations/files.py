"""Text tables as they come: any usual encoding, delimiter and compression in, one stream of UTF-8 out."""

import codecs
import csv
import gzip
import io
import zlib
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import IO, cast

from core.errors import ImportRefused

BLOCK_BYTES = 4 << 20
HEAD_BYTES = 1 << 18
HEAD_ROWS = 20
DELIMITERS = ",;\t|"
csv.field_size_limit(BLOCK_BYTES)
SAVE_AS_CSV = "Save it as CSV in UTF-8, with a header row."


@dataclass(frozen=True)
class TextFile:
    """What one pass over a file tells: how to read it, and its first rows, to find the header in."""

    path: Path
    encoding: str
    delimiter: str
    lines: int
    head: tuple["Line", ...]


@dataclass(frozen=True)
class Line:
    """One record: the physical lines it starts and ends on (the first of a file is 1), and its values."""

    first: int
    last: int
    values: list[str]


def examine(path: Path) -> TextFile:
    """Read a file once: is it text, in which encoding, is it whole? Raises ImportRefused with the reason."""
    with opened(path) as stream:
        start = stream.read(4096)
        utf16 = utf16_of(start)
        passed = Passed()
        passed.take(start)
        while block := stream.read(BLOCK_BYTES):
            passed.take(block)
    if passed.nulls and not utf16:
        raise ImportRefused(f"{path} is not a text table: it holds binary data.", remedy=SAVE_AS_CSV)
    encoding = utf16 or passed.encoding(path)
    head = head_text(path, encoding)
    if not head.strip():
        raise ImportRefused(f"{path} is empty.", remedy=SAVE_AS_CSV)
    delimiter = delimiter_of(head)
    file = TextFile(path, encoding, delimiter, passed.lines,
                    tuple(records(io.StringIO(head, newline=""), delimiter, HEAD_ROWS)))
    if passed.quotes % 2 or utf16:
        refuse_open_quote(file)
    return file


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """The bytes of a file, unpacked when they are gzip. Raises ImportRefused when it cannot be read to its end."""
    try:
        with path.open("rb") as raw:
            packed = raw.read(2) == b"\x1f\x8b"
            raw.seek(0)
            if packed:
                with gzip.GzipFile(fileobj=raw) as stream:
                    yield cast(IO[bytes], stream)
            else:
                yield raw
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise ImportRefused(f"{path} is a damaged or truncated gzip file.",
                            remedy="Fetch or pack it again.") from error
    except OSError as error:
        raise ImportRefused(f"{path} cannot be read ({error.strerror or error}).",
                            remedy="Check the path and its permissions.") from error


class Passed:
    """What is counted while the bytes of a file pass by: lines, quotes, and whether all of it is UTF-8."""

    def __init__(self) -> None:
        self.newlines = self.quotes = self.nulls = self.bad_line = 0
        self.beyond_ascii = False
        self.utf8 = codecs.getincrementaldecoder("utf-8")()
        self.last = b""

    @property
    def lines(self) -> int:
        return self.newlines + (self.last != b"\n")

    def take(self, block: bytes) -> None:
        if not self.bad_line and not (block.isascii() and not self.utf8.getstate()[0]):
            try:
                self.beyond_ascii |= not self.utf8.decode(block).isascii()
            except UnicodeDecodeError as error:
                good = block[:error.start]
                self.beyond_ascii |= not good.isascii()
                self.bad_line = self.newlines + good.count(b"\n") + 1
        self.newlines += block.count(b"\n")
        self.quotes += block.count(b'"')
        self.nulls += block.count(b"\0")
        self.last = block[-1:]

    def encoding(self, path: Path) -> str:
        """UTF-8 when all of it is; else Windows-1252, unless part of it plainly is UTF-8."""
        cut = bool(self.utf8.getstate()[0])
        if not self.bad_line and not cut:
            return "utf-8"
        line = self.bad_line or self.newlines + 1
        if not self.beyond_ascii and all_decodes(path, "cp1252"):
            return "cp1252"
        raise ImportRefused(f"{path} is neither UTF-8 nor Windows-1252 text: line {line} cannot be read.",
                            remedy="Save it as UTF-8.")


def all_decodes(path: Path, encoding: str) -> bool:
    try:
        with opened(path) as stream:
            text = codecs.getreader(encoding)(stream)
            while text.read(BLOCK_BYTES):
                pass
    except UnicodeDecodeError:
        return False
    return True


def utf16_of(start: bytes) -> str | None:
    """UTF-16 by its mark, or by zeros in every other byte of a start that has none."""
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    half = len(start) // 2
    if half and start[1::2].count(0) > 0.7 * half and not start[::2].count(0):
        return "utf-16-le"
    if half and start[::2].count(0) > 0.7 * half and not start[1::2].count(0):
        return "utf-16-be"
    return None


def head_text(path: Path, encoding: str) -> str:
    with opened(path) as stream:
        text = codecs.getincrementaldecoder(encoding)("replace").decode(stream.read(HEAD_BYTES))
    return text.removeprefix("\ufeff")


def delimiter_of(head: str) -> str:
    """The delimiter that most often stands outside quotes in the first line that has one."""
    for line in head.splitlines()[:HEAD_ROWS]:
        bare = "".join(line.split('"')[::2])
        best = max(DELIMITERS, key=bare.count)
        if bare.count(best):
            return best
    return ","


def records(text: Iterable[str], delimiter: str, limit: int | None = None) -> Iterator[Line]:
    """The records of a table with the physical lines they stand on; blank lines are no records."""
    reader = csv.reader(text, delimiter=delimiter)
    last = 0
    try:
        for values in reader:
            if values:
                yield Line(last + 1, reader.line_num, values)
                limit = limit and limit - 1
                if limit == 0:
                    return
            last = reader.line_num
    except csv.Error as error:
        raise ImportRefused(f"Line {last + 1} cannot be read as a row ({error}).", remedy=SAVE_AS_CSV) from error


def refuse_open_quote(file: TextFile) -> None:
    """An odd number of quotes may be an inch sign, or a quote that swallows the rest of the file: look."""
    end = "end of file"
    with decoded(file) as text:
        [last] = deque(records(chain(text, [end]), file.delimiter), maxlen=1)
    if last.values != [end]:
        raise ImportRefused(f"{file.path}: a quote that opens on line {last.first} is never closed.",
                            remedy="Close it, or export the file again.")


@contextmanager
def decoded(file: TextFile) -> Iterator[IO[str]]:
    """Raises ImportRefused where the bytes are no text of the file's encoding: UTF-16 that was cut, or half a pair."""
    with opened(file.path) as stream, io.TextIOWrapper(stream, encoding=file.encoding, newline="") as text:
        try:
            if text.read(1) != "\ufeff":
                text.seek(0)
            yield text
        except UnicodeDecodeError as error:
            raise ImportRefused(f"{file.path} is not whole {file.encoding.upper()} text ({error.reason}).",
                                remedy="Fetch it again, or save it as UTF-8.") from error
