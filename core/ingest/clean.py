"""Raw rows of a kind -> typed rows and rejects. Pure: no database, no clock, no files."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from core.ingest.columns import SHOWN, Fault, Known, clean_column
from core.ingest.currencies import contradiction
from core.ingest.kinds import Kind
from core.ingest.written_numbers import DecimalMark


class Reject(NamedTuple):
    """A row that was not loaded: its record number, and the first column that stands in the way.

    `earlier` is the record that `{line}` in the reason speaks of.
    """

    record: int
    column: str | None
    value: str | None
    reason: str
    earlier: int | None = None


class Cleaned(NamedTuple):
    """`rows` has `row` (record number) and every column of the kind; absent ones are NULL.

    Where one record makes several rows, `origin` has the record number of row 1, 2, ... `said` (row, column_name, value,
    said) is what money says of its currency in rows that do not tell their currency otherwise.
    """

    rows: pa.Table
    rejects: list[Reject]
    origin: list[int] | None = None
    said: pa.Table | None = None


class About(NamedTuple):
    """What the cleaning of a whole file may know beside its rows.

    `titles` are the headers as they stand, by our names; `notes` takes what people should be told; `venues` is the
    list that a file with numbers for venues comes with: number -> name and capacity. `mark` is the file's decimal mark.
    """

    titles: Mapping[str, str]
    today: date
    notes: list[str]
    venues: Mapping[str, tuple[str, int | None]] | None = None
    mark: DecimalMark | None = None


class Unusable(Exception):
    """A row that cannot be used: the column, its value as it stood, and the reason."""

    def __init__(self, column: str, value: object, reason: str) -> None:
        super().__init__(reason)
        self.column, self.value, self.reason = column, None if value is None else str(value)[:SHOWN], reason


Memory = dict[str, Known]


def clean(kind: Kind, raw: pa.Table, records: np.ndarray, memory: Memory | None = None,
          mark: DecimalMark | None = None) -> Cleaned:
    """Clean one batch of text columns. `memory` carries cleaned values from one batch of a file to the next.

    Numbers are read by the file's decimal `mark`; raises Undecided when one needs it and it is UNDECIDED.
    """
    memory = {} if memory is None else memory
    cleaned: dict[str, pa.Array] = {"row": pa.array(records, pa.int64())}
    faults: dict[int, Fault] = {}
    told: dict[str, pa.DictionaryArray] = {}
    for column in kind.columns:
        if column.origin in raw.column_names:
            array = raw.column(column.origin).combine_chunks()
            cleaned[column.name], found, said = clean_column(column, array, memory.setdefault(column.name, {}), mark)
            for fault in found:
                faults.setdefault(fault.row, fault)
            if said:
                told[column.name] = said
        else:
            cleaned[column.name] = pa.nulls(raw.num_rows, column.type)
    rows = pa.table(cleaned)
    for row in rows_without_both(rows, kind.either):
        faults.setdefault(row, Fault(row, kind.either[0] if kind.either else "", "", "is missing"))
    for rule in kind.rules:
        for row, name, reason in rule(rows, raw):
            faults.setdefault(row, Fault(row, name, raw.column(name)[row].as_py()[:SHOWN], reason))
    for name, said in told.items():
        for row, reason in of_other_currency(said, rows["currency"]) if "currency" in rows.column_names else []:
            faults.setdefault(row, Fault(row, name, raw.column(name)[row].as_py()[:SHOWN], reason))
    open_money = pa.concat_tables(money_of_shows(name, raw, said, rows) for name, said in told.items()) if told else None
    if not faults:
        return Cleaned(rows, [], said=open_money)
    kept = np.ones(raw.num_rows, dtype=bool)
    kept[list(faults)] = False
    rejects = [Reject(int(records[f.row]), f.column, f.value, f.reason) for _, f in sorted(faults.items())]
    return Cleaned(rows.filter(pa.array(kept)), rejects, said=open_money)


def of_other_currency(said: pa.DictionaryArray, currency: pa.ChunkedArray) -> list[tuple[int, str]]:
    """Places of amounts whose sign or decimals their row's currency does not have, and why; each pair is asked once."""
    pairs = pa.table({"said": said.cast(pa.string()), "currency": currency.cast(pa.string())})
    reasons = {}
    for pair in pairs.group_by(["said", "currency"]).aggregate([]).to_pylist():
        if pair["said"] and pair["currency"] and (reason := contradiction(pair["said"], pair["currency"])):
            reasons[pair["said"], pair["currency"]] = reason
    if not reasons:
        return []
    values = zip(pairs["said"].to_pylist(), pairs["currency"].to_pylist(), strict=True)
    return [(row, reasons[pair]) for row, pair in enumerate(values) if pair in reasons]


def money_of_shows(name: str, raw: pa.Table, said: pa.DictionaryArray, rows: pa.Table) -> pa.Table:
    """What a column of money says of its currency, where its row has none: for the show's tickets to confirm."""
    table = pa.table({"row": rows["row"], "column_name": pa.array([name] * len(said), pa.string()),
                      "value": raw.column(name).cast(pa.string()), "said": said.cast(pa.string())})
    known = pc.is_valid(rows["currency"]) if "currency" in rows.column_names else pa.scalar(False)
    return table.filter(pc.and_not(pc.is_valid(table["said"]), known))


def rows_without_both(rows: pa.Table, either: tuple[str, str] | None) -> list[int]:
    """Places of rows that have neither of two columns of which one is needed."""
    if not either:
        return []
    neither = pc.and_(pc.is_null(rows[either[0]]), pc.is_null(rows[either[1]]))
    return [int(i) for i in np.flatnonzero(neither.to_numpy())]
