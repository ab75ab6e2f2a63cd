"""How a table is cut into the parts it travels in.

    sold_on=2026-05-01        a day
    sold_on=2026-05-01--04    some days of a month
    sold_on=2026-05           a month
    sold_on=2026              a year
    sold_on=none              rows without a date
    part=00000                a stretch of a table that has no date

A part should be large enough to be worth a request, and so small that one changed day moves little of the store: how much
is judged for each table by its own bytes, so that a small one travels in few parts.
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import NamedTuple

# The day a row belongs to, where its column is not called `date`.
DAY_COLUMN = {"order_line": "sold_on", "touchpoint": "seen_at", "scan": "scanned_at", "message": "sent_on",
              "ingest_run": "started_at", "event_change": "seen_at", "promo_total": "last_on"}
# A part of days has at least this share of its table and of the whole store, and at least so many bytes, as DuckDB stores them.
OF_TABLE, OF_STORE, BYTES = 1 / 256, 1 / 2048, 8192
# How many days a part may hold, counted from the first of a month; one that would need more is a month, or a year.
DAYS = (1, 2, 4, 8, 16)
# A year is one part where the year before had at most so many times the rows of a part, until it has itself so many times.
YEAR, YEAR_AT_MOST = 2, 4
STRETCH = 250_000

# DuckDB's unit of storage, and about what a value takes in a table too small to fill one.
BLOCK, VALUE = 2**18, 4

Key = date | int | None


class Size(NamedTuple):
    """What a table takes in the file of its database."""

    rows: int
    bytes: int


class Share(NamedTuple):
    """Some rows of a table: the name of their part, their number and the sum of their hashes."""

    partition: str
    rows: int
    total: int


def day_column(table: str, columns: dict[str, str]) -> str | None:
    """The column that says which day a row belongs to, None when there is none."""
    name = DAY_COLUMN.get(table, "date")
    return name if columns.get(name) in ("DATE", "TIMESTAMP") else None


def size(rows: int, columns: int, blocks: int) -> Size:
    """Of a table in so many blocks, the last of which may hold other tables too."""
    return Size(rows, max((blocks - 1) * BLOCK, min(BLOCK, rows * columns * VALUE), 1))


def least_rows(table: Size, store: int, before: int | None = None) -> int:
    """How many rows a part of days has at least, in a store of `store` bytes.

    What it was `before` stays until the table has outgrown it or shrunk: a few rows more or less cut nothing anew.
    """
    wanted = table.rows * max(OF_TABLE, OF_STORE * store / table.bytes, BYTES / table.bytes)
    if before and 0.8 * before <= wanted < 4 * before:
        return before
    return int(2 ** (max(int(wanted), 1).bit_length() - 1))


def key(day: str | None) -> str:
    """SQL for what `shares` starts from: the day of a row, else the number of its stretch."""
    return f'"{day}"::DATE' if day else f"rowid // {STRETCH}"


def shares(counted: Iterable[tuple[Key, int, int]], day: str | None, least: int) -> list[Share]:
    """The parts of a table, from (key, rows, sum of hashes) of each day or stretch in any order, repeated ones added up."""
    rows: dict[str, int] = {}
    totals: dict[str, int] = {}
    found = list(counted)
    names = dict(stretches(found)) if not day else dict(days(found, day, least))
    for one, count, total in found:
        name = names[one]
        rows[name] = rows.get(name, 0) + count
        totals[name] = totals.get(name, 0) + total
    return [Share(name, rows[name], totals[name]) for name in sorted(rows)]


def stretches(counted: Iterable[tuple[Key, int, int]]) -> Iterator[tuple[Key, str]]:
    return ((number, f"part={number:05d}") for number, _, _ in counted)


def days(counted: Iterable[tuple[Key, int, int]], column: str, least: int) -> Iterator[tuple[Key, str]]:
    """Each day with the name of its part.

    How long a part is, is judged by the rows a day of the month before: a month that grows is not cut anew all the time.
    """
    rows: dict[date, int] = {}
    for one, count, _ in counted:
        if isinstance(one, date):
            rows[one] = rows.get(one, 0) + count
        else:
            yield one, f"{column}=none"
    before = None
    small = set(small_years(rows, least))
    for month, group in groupby(sorted(rows), lambda one: one.replace(day=1)):
        here = list(group)
        busy = sum(rows[one] for one in here) / len(here)
        length = next((length for length in DAYS if length * (before or busy) >= least), None)
        if month.year in small:
            yield from ((one, f"{column}={month.year:04d}") for one in here)
        else:
            yield from ((one, f"{column}={span(one, month, length)}") for one in here)
        before = busy


def small_years(rows: dict[date, int], least: int) -> Iterator[int]:
    """The years that are one part each, judged by the year before as months are by the month before."""
    before = None
    for year, group in groupby(sorted(rows), lambda one: one.year):
        here = sum(rows[one] for one in group)
        if (here if before is None else before) <= YEAR * least and here <= YEAR_AT_MOST * least:
            yield year
        before = here


def span(one: date, month: date, length: int | None) -> str:
    """The name of the part that the day `one` is in, as ISO 8601 writes days, spans and months."""
    named = month.isoformat()[:len("2026-05")]
    if not length:
        return named
    first = (one.day - 1) // length * length + 1
    last = min(first + length - 1, monthrange(month.year, month.month)[1])
    return f"{named}-{first:02d}" + (f"--{last:02d}" if last > first else "")


def condition(day: str | None, partition: str) -> str:
    """SQL that holds for the rows of one part, by ranges that let DuckDB skip the rest of the table."""
    value = partition.partition("=")[2]
    if not day:
        row = int(value) * STRETCH
        return f"rowid >= {row} AND rowid < {row + STRETCH}"
    if value == "none":
        return f'"{day}" IS NULL'
    if len(value) == len("2026"):
        return f'"{day}" >= DATE \'{value}-01-01\' AND "{day}" < DATE \'{value}-01-01\' + INTERVAL 1 year'
    if len(value) == len("2026-05"):
        return f'"{day}" >= DATE \'{value}-01\' AND "{day}" < DATE \'{value}-01\' + INTERVAL 1 month'
    first, _, last = value.partition("--")
    return f'"{day}" >= DATE \'{first}\' AND "{day}" < DATE \'{first[:8]}{last or first[8:]}\' + INTERVAL 1 day'
