"""A file that was recognised, as something the load step can take: cleaned batches, notes, and lines for rejects."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from core.ingest.batches import Batch, Reading
from core.ingest.clean import About, Cleaned, Memory, Reject, clean
from core.ingest.columns import counted_numbers
from core.ingest.headers import Recognised
from core.ingest.kinds import Kind
from core.ingest.written_numbers import UNDECIDED, DecimalMark, Undecided, decimal_mark
from core.integrations.files import TextFile

# Cleans all rows of a file at once: (rows of text, their record numbers, what else is known) -> cleaned.
WholeCleaner = Callable[[pa.Table, np.ndarray, About], Cleaned]


class ReadAgain(Exception):
    """The file says late how its numbers are written: what was read of it before is to be thrown away, and read anew."""


class TableSource:
    """One text table. `notes` are for people; `read` counts its rows once it was iterated."""

    def __init__(self, file: TextFile, found: Recognised, whole: WholeCleaner | None = None,
                 venues: Mapping[str, tuple[str, int | None]] | None = None) -> None:
        self.kind: Kind = found.kind
        self.path: Path = file.path
        self.found, self.whole, self.venues = found, whole, venues
        self.origin: list[int] | None = None
        self.file = file
        self.mark = UNDECIDED
        ignored = ", ".join(title or "(no name)" for title in found.ignored)
        self.notes = [f"columns not used: {ignored}"] if ignored else []
        self.begin()

    def begin(self) -> None:
        self.read = 0
        self.reading = Reading(self.file, self.found.header, self.found.columns,
                               frozenset(c.origin for c in self.kind.columns if c.quick))

    @property
    def absent(self) -> set[str]:
        """Our columns that the file does not have."""
        return set(self.kind.sources()) - set(self.found.columns.values())

    @property
    def titles(self) -> dict[str, str]:
        """The headers as they stand, by our names."""
        return {ours: self.found.header.values[place] for place, ours in self.found.columns.items()}

    def batches(self) -> Iterator[Cleaned]:
        """The rows, cleaned. Raises ReadAgain when what came so far does not hold; then they are asked for once more."""
        self.begin()
        yield from self.cleaned_whole(self.whole) if self.whole else self.cleaned()
        yield Cleaned(pa.table({}), self.by_record([Reject(m.record, None, m.text, m.reason)
                                                    for m in self.reading.malformed]))
        self.read += len(self.reading.malformed)

    def cleaned(self) -> Iterator[Cleaned]:
        memory: Memory = {}
        for batch in self.reading:
            rows, again = self.without_headers(batch)
            self.read += batch.table.num_rows
            try:
                cleaned = clean(self.kind, rows.table, rows.records, memory, self.mark)
            except Undecided:
                self.mark = self.decided(batch.table for batch in self.numbers())
                if self.mark.comma and self.read > batch.table.num_rows:
                    raise ReadAgain from None
                memory = {}
                cleaned = clean(self.kind, rows.table, rows.records, memory, self.mark)
            yield cleaned._replace(rejects=again + cleaned.rejects)

    def cleaned_whole(self, whole: WholeCleaner) -> Iterator[Cleaned]:
        batches, rejects = [], []
        for batch in self.reading:
            rows, again = self.without_headers(batch)
            batches.append(rows)
            rejects += again
        if batches:
            table = pa.concat_tables([b.table for b in batches]).unify_dictionaries().combine_chunks()
            records = np.concatenate([b.records for b in batches])
            about = About(self.titles, date.today(), self.notes, self.venues, self.mark)
            try:
                cleaned = whole(table, records, about)
            except Undecided:
                self.mark = self.decided([table])
                cleaned = whole(table, records, about._replace(mark=self.mark))
            self.origin = cleaned.origin
            rejects = self.by_record(rejects) + cleaned.rejects
            self.read = cleaned.rows.num_rows + len(rejects)
            yield Cleaned(cleaned.rows, rejects)

    def numbers(self) -> Reading:
        """Another reading of the file, of its columns of numbers alone."""
        wanted = {c.origin for c in self.kind.columns if c.holds_numbers}
        return Reading(self.file, self.found.header,
                       {place: ours for place, ours in self.found.columns.items() if ours in wanted}, frozenset())

    def decided(self, tables: Iterable[pa.Table]) -> DecimalMark:
        """The decimal mark that all numbers of the file together tell, and a note of it for people."""
        counted = (number for table in tables for number in counted_numbers(self.kind.columns, table))
        mark = decimal_mark(counted, semicolons=self.file.delimiter == ";")
        self.notes += [mark.said] if mark.said else []
        return mark

    def by_record(self, rejects: list[Reject]) -> list[Reject]:
        """Where rows have numbers of their own, record numbers are told apart by their sign."""
        return [r._replace(record=-r.record) for r in rejects] if self.origin else rejects

    def without_headers(self, batch: Batch) -> tuple[Batch, list[Reject]]:
        """Files that were put together hold the header again and again."""
        again = header_rows(batch.table, self.titles)
        if not len(again):
            return batch, []
        kept = np.ones(batch.table.num_rows, dtype=bool)
        kept[again] = False
        rejects = [Reject(int(r), None, None, "is the header again") for r in batch.records[again]]
        return Batch(batch.table.filter(pa.array(kept)), batch.records[kept]), rejects

    def lines(self, wanted: set[int]) -> Mapping[int, int]:
        """The physical line of each row number."""
        records = {row: -row if row < 0 else self.origin[row - 1] if self.origin else row for row in wanted}
        lines = self.reading.lines(set(records.values()))
        return {row: lines[record] for row, record in records.items()}


def header_rows(table: pa.Table, titles: Mapping[str, str]) -> np.ndarray:
    """Places of rows that repeat the header in every column."""
    places = np.arange(table.num_rows)
    for name, title in titles.items():
        column = table.column(name).combine_chunks().take(pa.array(places))
        if pa.types.is_dictionary(column.type):
            code = pc.index(column.dictionary, title).as_py()
            places = places[column.indices.to_numpy() == code] if code >= 0 else places[:0]
        else:
            places = places[pc.equal(column, title).to_numpy(zero_copy_only=False)]
        if not len(places):
            break
    return places
