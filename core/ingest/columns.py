"""Clean one column at a time: Arrow text in, typed Arrow out, and which rows cannot be used, and why.

Most columns hold few distinct values, so each distinct value is cleaned once by a scalar function of `values`.
Columns of mostly distinct values (order numbers, instants) first try one vectorised pass; when any value resists,
the scalar function decides, so both ways give the same answer.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from core.ingest import values
from core.ingest.currencies import said
from core.ingest.names import tidy
from core.ingest.written_numbers import DecimalMark

CODED = pa.dictionary(pa.int32(), pa.string())
MONEY = pa.decimal128(18, 2)
CHARGE = pa.decimal128(18, 6)
RATE = pa.decimal128(9, 6)
DAY = pa.date32()
INSTANT = pa.timestamp("us")
MISSING = pa.array(sorted(values.MISSING))
SHOWN = 200

Read = Callable[[str], Any]
Pass = Callable[[pa.Array], pa.Array]


class Column(NamedTuple):
    """A column of a kind of file: how its text is read, and what it becomes.

    `source` is the file's column when two of ours come from one. `quick` reads a whole column of mostly distinct
    values at once and raises ArrowInvalid when it is not sure.
    """

    name: str
    read: Read = values.text
    type: pa.DataType = pa.string()
    required: bool = False
    source: str = ""
    quick: Pass | None = None

    @property
    def origin(self) -> str:
        return self.source or self.name

    @property
    def counts(self) -> bool:
        return pa.types.is_integer(self.type)

    @property
    def measures(self) -> bool:
        """Whether its numbers may have decimals."""
        return pa.types.is_decimal(self.type) or pa.types.is_floating(self.type)

    @property
    def holds_numbers(self) -> bool:
        return self.counts or self.measures or (pa.types.is_list(self.type) and pa.types.is_struct(self.type.value_type))


class Fault(NamedTuple):
    """Why a row cannot be used: `row` is its place in the batch, `value` the text as it stood."""

    row: int
    column: str
    value: str
    reason: str


Known = dict[str, tuple[Any, str, str]]


class CleanColumn(NamedTuple):
    """The typed values, a fault for each that cannot be used, and what money says of its currency, where any does."""

    values: pa.Array
    faults: list[Fault]
    said: pa.DictionaryArray | None = None


def clean_column(column: Column, raw: pa.Array, known: Known, mark: DecimalMark | None = None) -> CleanColumn:
    """Clean a column of text; `known` remembers values between batches.

    Numbers are read by the file's decimal `mark`, each as it stands without one.
    """
    mark = mark if column.holds_numbers else None
    if column.quick and not pa.types.is_dictionary(raw.type):
        try:
            cleaned = column.quick(raw)
        except pa.ArrowInvalid:
            cleaned = None
        if cleaned is not None and not (column.required and cleaned.null_count):
            return CleanColumn(cleaned, [])
    coded = raw if pa.types.is_dictionary(raw.type) else raw.dictionary_encode()
    spellings = coded.dictionary.to_pylist()
    for spelling in spellings:
        if spelling not in known:
            known[spelling] = clean_value(column, spelling, mark)
    answers = [known[spelling] for spelling in spellings]
    faults = faults_of(column, coded, [reason for _, reason, _ in answers])
    told = [told or None for _, _, told in answers]
    return CleanColumn(spread(coded, [value for value, _, _ in answers], column.type), faults,
                       spread(coded, told, pa.string()) if any(told) else None)


def clean_value(column: Column, spelling: str, mark: DecimalMark | None = None) -> tuple[Any, str, str]:
    """The value, or None and the reason why not; and what money says of its currency."""
    trimmed = spelling.strip()
    if trimmed in values.MISSING:
        return None, "is missing" if column.required else "", ""
    try:
        plain = mark.plain(trimmed, whole=column.counts) if mark else trimmed
        return column.read(plain), "", said(plain, kept_to_cents=column.type == MONEY) if column.type in (MONEY, CHARGE) else ""
    except ValueError as error:
        return None, str(error), ""


def counted_numbers(columns: Iterable[Column], table: pa.Table) -> Iterator[tuple[str, int, bool]]:
    """The numbers of a table of text: each text, how often it stands there, and whether it counts."""
    for column in columns:
        if (column.counts or column.measures) and column.origin in table.column_names:
            for pair in table.column(column.origin).value_counts().to_pylist():
                yield pair["values"], pair["counts"], column.counts


def faults_of(column: Column, coded: pa.DictionaryArray, reasons: list[str]) -> list[Fault]:
    bad = [code for code, reason in enumerate(reasons) if reason]
    if not bad:
        return []
    codes = coded.indices.to_numpy(zero_copy_only=False)
    rows = np.flatnonzero(np.isin(codes, bad))
    spellings = coded.dictionary
    return [Fault(int(row), column.origin, spellings[int(codes[row])].as_py()[:SHOWN], reasons[int(codes[row])])
            for row in rows]


def spread(coded: pa.DictionaryArray, distinct: list[Any], kind: pa.DataType) -> pa.Array:
    """The cleaned distinct values put back on their rows; text stays coded, which is smaller and faster."""
    cleaned = pa.array(distinct, type=kind)
    if kind == pa.string():
        return pa.DictionaryArray.from_arrays(coded.indices, cleaned)
    return cleaned.take(coded.indices)


def quick_text(raw: pa.Array) -> pa.Array:
    """Text of printable ASCII alone: what counts as a blank elsewhere is for the scalar function to know."""
    if not pc.all(pc.or_(pc.ascii_is_printable(raw), pc.equal(raw, ""))).as_py():
        raise pa.ArrowInvalid("not ASCII alone")
    trimmed = pc.ascii_trim_whitespace(raw)
    return pc.if_else(pc.is_in(trimmed, value_set=MISSING), pa.scalar(None, pa.string()), trimmed)


def quick_day(raw: pa.Array) -> pa.Array:
    """The date part of dates or instants that all have one length, instants in UTC or without a zone."""
    text = same_length(raw)
    return believable(text.cast(DAY) if len(text) and len(text[0].as_py()) == 10 else quick_instant(text).cast(DAY))


def quick_instant(raw: pa.Array) -> pa.Array:
    """Instants that are all of one length: with an offset, or all without."""
    text = same_length(raw)
    zoned = len(text) > 0 and text[0].as_py()[-1:] == "Z"
    return believable((text.cast(pa.timestamp("us", "UTC")).cast(INSTANT)) if zoned else text.cast(INSTANT))


def quick_instant_if_timed(raw: pa.Array) -> pa.Array:
    if len(raw) and len(raw[0].as_py()) == 10:
        quick_day(raw)
        return pa.nulls(len(raw), INSTANT)
    return quick_instant(raw)


def same_length(raw: pa.Array) -> pa.Array:
    lengths = pc.min_max(pc.binary_length(raw)).as_py()
    if lengths["min"] != lengths["max"] or lengths["min"] not in (10, 19, 20):
        raise pa.ArrowInvalid("of several lengths")
    return raw


def believable(days: pa.Array) -> pa.Array:
    years = pc.min_max(pc.year(days)).as_py()
    if len(days) and not values.FIRST_YEAR <= years["min"] <= years["max"] < values.LAST_YEAR:
        raise pa.ArrowInvalid("a year we cannot believe")
    return days


def text(name: str, *, required: bool = False, many: bool = False) -> Column:
    """Text kept as it stands, trimmed; `many` when most values differ."""
    return Column(name, required=required, quick=quick_text if many else None)


def name(name: str, *, required: bool = False) -> Column:
    """A name: trimmed, inner blanks folded."""
    return Column(name, tidy, required=required)


def money(name: str, *, required: bool = False, read: Read = values.money) -> Column:
    return Column(name, read, MONEY, required)


def count(name: str, *, required: bool = False, read: Read = values.people) -> Column:
    return Column(name, read, pa.int32(), required)


def rate(name: str) -> Column:
    return Column(name, values.rate, RATE)


def day(name: str, *, required: bool = False) -> Column:
    return Column(name, values.day, DAY, required)


def instant(name: str, *, required: bool = False, many: bool = False) -> Column:
    return Column(name, values.instant, INSTANT, required, quick=quick_instant if many else None)


def word(name: str, *choices: str, required: bool = False, also: dict[str, str] | None = None) -> Column:
    """One of a few words."""
    return Column(name, values.one_of(*choices, also=also), required=required)
