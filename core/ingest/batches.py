"""The rows of a text table as Arrow batches, read by a thread that stays ahead of the cleaning."""

import io
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from queue import Full, Queue
from threading import Event, Thread
from typing import IO, Any, NamedTuple, cast

import numpy as np
import pyarrow as pa
import pyarrow.csv

from core.errors import ImportRefused
from core.ingest.columns import CODED, SHOWN
from core.integrations.files import BLOCK_BYTES, Line, TextFile, decoded, opened, records

AHEAD = 2


class Malformed(NamedTuple):
    """A record with another number of values than the header has."""

    record: int
    text: str
    reason: str


class Batch(NamedTuple):
    """Text columns by our names; `records` numbers the rows from 1, the first after the header."""

    table: pa.Table
    records: np.ndarray


class Reading:
    """One file being read: iterate for its batches; afterwards `malformed` and `total` are complete."""

    def __init__(self, file: TextFile, header: Line, columns: Mapping[int, str], whole: frozenset[str]) -> None:
        """`columns` maps places in the header to our names; those in `whole` hold mostly distinct values."""
        self.file, self.header, self.whole = file, header, whole
        self.names = [columns.get(i, f"{i} unused") for i in range(len(header.values))]
        self.used = list(columns.values())
        self.malformed: list[Malformed] = []
        self.total = 0

    def __iter__(self) -> Iterator[Batch]:
        for table in ahead(self.tables()):
            yield Batch(table, self.number(table.num_rows))
        self.total = max(self.total, self.malformed[-1].record if self.malformed else 0)

    def tables(self) -> Iterator[pa.Table]:
        try:
            with after_header(self.file, self.header) as stream:
                yield from (pa.Table.from_batches([batch]) for batch in self.parsed(stream) if batch.num_rows)
        except pa.ArrowInvalid as error:
            raise ImportRefused(f"{self.file.path} cannot be read as a table ({error}).",
                                remedy="Export it again; look for a quote that is never closed.") from error

    def parsed(self, stream: IO[bytes]) -> Iterator[pa.RecordBatch]:
        try:
            yield from pyarrow.csv.open_csv(
                pa.PythonFile(stream, mode="r"),
                read_options=pyarrow.csv.ReadOptions(block_size=BLOCK_BYTES, use_threads=False,
                                                     column_names=self.names),
                parse_options=pyarrow.csv.ParseOptions(delimiter=self.file.delimiter, newlines_in_values=True,
                                                       invalid_row_handler=self.refuse),
                convert_options=pyarrow.csv.ConvertOptions(
                    column_types={n: pa.string() if n in self.whole else CODED for n in self.used},
                    include_columns=self.used, strings_can_be_null=False))
        except pa.ArrowInvalid as error:
            if "Empty CSV file" not in str(error):
                raise

    def refuse(self, row: Any) -> str:
        self.malformed.append(Malformed(row.number, row.text[:SHOWN],
                                        f"has {row.actual_columns} values, the header has {row.expected_columns}"))
        return "skip"

    def number(self, rows: int) -> np.ndarray:
        """The record numbers of the next `rows` good rows: malformed ones have a number too."""
        bad = [m.record for m in self.malformed[bisect_right(self.malformed, self.total, key=lambda m: m.record):]]
        numbers = np.arange(self.total + 1, self.total + 1 + rows + len(bad), dtype=np.int64)
        good = numbers[~np.isin(numbers, bad)][:rows] if bad else numbers
        self.total = int(good[-1])
        return good

    def lines(self, wanted: set[int]) -> dict[int, int]:
        """The physical line on which each wanted record starts (the first line of the file is 1)."""
        if self.file.encoding in ("utf-8", "cp1252") and self.file.lines == self.header.last + self.total:
            return {record: self.header.last + record for record in wanted}
        with decoded(self.file) as text:
            found = (line for line in records(text, self.file.delimiter) if line.first > self.header.last)
            return {record: line.first for record, line in enumerate(found, 1) if record in wanted}


@contextmanager
def after_header(file: TextFile, header: Line) -> Iterator[IO[bytes]]:
    """The file as UTF-8 from the first row after its header."""
    if file.encoding == "utf-8" and file.lines > 1:
        with opened(file.path) as stream:
            for _ in range(header.last):
                stream.readline()
            yield stream
    else:
        with decoded(file) as text:
            for _ in range(header.last):
                text.readline()
            yield cast(IO[bytes], Recoded(text))


class Recoded(io.RawIOBase):
    """Text of any encoding as a stream of UTF-8."""

    def __init__(self, text: IO[str]) -> None:
        self.text = text

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        return self.text.read(size).encode()


def ahead(items: Iterator[pa.Table]) -> Iterator[pa.Table]:
    """The same items, made by a thread that works up to `AHEAD` items ahead."""
    queue: Queue[tuple[pa.Table | None, BaseException | None]] = Queue(AHEAD)
    stop = Event()

    def put(item: tuple[pa.Table | None, BaseException | None]) -> None:
        while not stop.is_set():
            try:
                return queue.put(item, timeout=0.1)
            except Full:
                continue

    def make() -> None:
        try:
            for item in items:
                put((item, None))
                if stop.is_set():
                    return
            put((None, None))
        except BaseException as error:  # noqa: BLE001  (handed to the reader, who raises it)
            put((None, error))

    thread = Thread(target=make, name="reader", daemon=True)
    thread.start()
    try:
        while True:
            item, error = queue.get()
            if error is not None:
                raise error
            if item is None:
                return
            yield item
    finally:
        stop.set()
        thread.join()
