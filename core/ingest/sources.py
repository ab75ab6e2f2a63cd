"""A file that was recognised, as something the load step can take: cleaned batches, notes, and lines for rejects."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from core.ingest.batches import Batch, Reading
from core.ingest.clean import Cleaned, Memory, Reject, clean
from core.ingest.headers import Recognised
from core.ingest.kinds import Kind
from core.integrations.files import TextFile

# Cleans all rows of a file at once: (rows of text, their record numbers, notes to add to) -> cleaned.
WholeCleaner = Callable[[pa.Table, np.ndarray, list[str]], Cleaned]


class TableSource:
    """One text table. `notes` are for people; `read` counts its rows once it was iterated."""

    def __init__(self, file: TextFile, found: Recognised, whole: WholeCleaner | None = None) -> None:
        self.kind: Kind = found.kind
        self.path: Path = file.path
        self.found, self.whole = found, whole
        self.reading = Reading(file, found.header, found.columns,
                               frozenset(c.origin for c in self.kind.columns if c.quick))
        self.notes = [f"columns not used: {', '.join(t or '(no name)' for t in found.ignored)}"] if found.ignored else []
        self.read = 0

    @property
    def absent(self) -> set[str]:
        """Our columns that the file does not have."""
        return set(self.kind.sources()) - set(self.found.columns.values())

    def batches(self) -> Iterator[Cleaned]:
        if self.whole:
            yield from self.cleaned_whole(self.whole)
        else:
            memory: Memory = {}
            for batch in self.reading:
                rows, again = self.without_headers(batch)
                cleaned = clean(self.kind, rows.table, rows.records, memory)
                yield Cleaned(cleaned.rows, again + cleaned.rejects)
            self.read = self.reading.total
        yield Cleaned(pa.table({}), [Reject(m.record, None, m.text, m.reason) for m in self.reading.malformed])

    def cleaned_whole(self, whole: WholeCleaner) -> Iterator[Cleaned]:
        batches, rejects = [], []
        for batch in self.reading:
            rows, again = self.without_headers(batch)
            batches.append(rows)
            rejects += again
        if batches:
            table = pa.concat_tables([b.table for b in batches]).unify_dictionaries().combine_chunks()
            cleaned = whole(table, np.concatenate([b.records for b in batches]), self.notes)
            yield Cleaned(cleaned.rows, rejects + cleaned.rejects)
        self.read = self.reading.total

    def without_headers(self, batch: Batch) -> tuple[Batch, list[Reject]]:
        """Files that were put together hold the header again and again."""
        titles = {ours: self.found.header.values[place] for place, ours in self.found.columns.items()}
        again = header_rows(batch.table, titles)
        if not len(again):
            return batch, []
        kept = np.ones(batch.table.num_rows, dtype=bool)
        kept[again] = False
        rejects = [Reject(int(r), None, None, "is the header again") for r in batch.records[again]]
        return Batch(batch.table.filter(pa.array(kept)), batch.records[kept]), rejects

    def lines(self, wanted: set[int]) -> Mapping[int, int]:
        """The physical line of each record number."""
        return self.reading.lines(wanted)


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
