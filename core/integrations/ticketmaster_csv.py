"""Ticketmaster's listings as a CSV file for others: UTF-8, ISO dates, RFC 4180, nothing a spreadsheet would run.

Written in batches beside the file, which gets its name when it is whole; a stopped export of the same data goes on
after its last whole batch.
"""

import csv
import io
import json
import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from core.errors import MarqueeError
from core.progress import Progress, Silent

HEADER = ("event_id", "name", "local_date", "local_time", "timezone", "status", "venue", "city", "country", "artists",
          "genre", "price_min", "price_max", "currency", "url")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")

# Batches of rows in the order of `event_id`, after the one given (None: from the start); the columns of HEADER.
Batches = Callable[[str | None], Iterable[Sequence[Sequence[Any]]]]


def write_listings(path: Path, version: str, total: int, batches: Batches, progress: Progress | None = None) -> int:
    """Write all rows to `path`; returns how many. `version` names the data: only the same version is gone on with.

    Raises MarqueeError when the file cannot be written, Cancelled on request; what is written is gone on with.
    """
    partial = path.with_name(f"{path.name}.partial")
    try:
        with partial.open("r+b" if partial.exists() else "w+b") as file:
            mark = Mark(path.with_name(f"{path.name}.partial.json"), version)
            rows = write_rest(file, mark, total, batches, progress or Silent())
            os.fsync(file.fileno())
        partial.replace(path)
        mark.path.unlink(missing_ok=True)
    except OSError as error:
        raise MarqueeError(f"{path} cannot be written ({error.strerror or error}).",
                           remedy="Check the folder, its permissions and the space left.") from error
    return rows


class Mark:
    """How far an export has come: bytes and rows that are whole, and the last id in them."""

    def __init__(self, path: Path, version: str) -> None:
        self.path, self.version = path, version
        self.size, self.rows, self.last_id = 0, 0, None
        try:
            kept = json.loads(path.read_text("utf-8"))
        except (FileNotFoundError, ValueError):
            return
        if kept.get("version") == version:
            self.size, self.rows, self.last_id = kept["size"], kept["rows"], kept["last_id"]

    def keep(self, size: int, rows: int, last_id: str | None) -> None:
        self.size, self.rows, self.last_id = size, rows, last_id
        partial = self.path.with_suffix(".new")
        partial.write_text(json.dumps({"version": self.version, "size": size, "rows": rows, "last_id": last_id}))
        partial.replace(self.path)


def write_rest(file: Any, mark: Mark, total: int, batches: Batches, progress: Progress) -> int:
    if file.seek(0, io.SEEK_END) < mark.size:
        mark.keep(0, 0, None)
    file.truncate(mark.size)
    file.seek(mark.size)
    if not mark.size:
        file.write(lines([HEADER]))
    for batch in batches(mark.last_id):
        file.write(lines([[safe(value) for value in row] for row in batch]))
        file.flush()
        mark.keep(file.tell(), mark.rows + len(batch), str(batch[-1][0]))
        progress.step("Writing listings", mark.rows, total)
    return mark.rows


def lines(rows: Iterable[Sequence[Any]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode()


def safe(value: Any) -> Any:
    """A cell: dates and times in ISO form, lists joined by `;`, text that a spreadsheet would run made inert."""
    if isinstance(value, list):
        value = ";".join(value)
    if isinstance(value, str):
        return f"'{value}" if value.startswith(FORMULA_STARTS) else value
    return value.isoformat() if hasattr(value, "isoformat") else value
