"""How a table is cut into the parts it travels in.

    sold_on=2026-05-01        a day
    sold_on=2026-05-01--04    some days of a month
    sold_on=2026-05           a month
    sold_on=none              rows without a date
    part=00000                a stretch of a table that has no date

A part should be large enough to be worth a request, and so small that one changed day moves little of the store.
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import NamedTuple

# The day a row belongs to, where its column is not called `date`.
DAY_COLUMN = {"order_line": "sold_on", "touchpoint": "seen_at", "scan": "scanned_at", "message": "sent_on",
              "ingest_run": "started_at", "event_change": "seen_at", "promo_total": "last_on"}
# The rows a part of days has at least. In a store whose largest table would make more than so many parts of them, it has
# as many times more (in doublings, so that growth seldom changes how the past was cut).
ROWS, PARTS = 750, 400
# How many days a part may hold, counted from the first of a month; a month that would need more is one part.
DAYS = (1, 2, 4, 8, 16)
STRETCH = 250_000

Key = date | int | None


class Share(NamedTuple):
    """Some rows of a table: the name of their part, their number and the sum of their hashes."""

    partition: str
    rows: int
    total: int


def day_column(table: str, columns: dict[str, str]) -> str | None:
    """The column that says which day a row belongs to, None when there is none."""
    name = DAY_COLUMN.get(table, "date")
    return name if columns.get(name) in ("DATE", "TIMESTAMP") else None


def least_rows(largest: int) -> int:
    """How many rows a part of days has at least, in a store whose largest table has `largest` rows."""
    return int(ROWS * 2 ** (max(largest // (PARTS * ROWS), 1).bit_length() - 1))


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
    for month, group in groupby(sorted(rows), lambda one: one.replace(day=1)):
        here = list(group)
        busy = sum(rows[one] for one in here) / len(here)
        length = next((length for length in DAYS if length * (before or busy) >= least), None)
        yield from ((one, f"{column}={span(one, month, length)}") for one in here)
        before = busy


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
    if len(value) == len("2026-05"):
        return f'"{day}" >= DATE \'{value}-01\' AND "{day}" < DATE \'{value}-01\' + INTERVAL 1 month'
    first, _, last = value.partition("--")
    return f'"{day}" >= DATE \'{first}\' AND "{day}" < DATE \'{first[:8]}{last or first[8:]}\' + INTERVAL 1 day'
