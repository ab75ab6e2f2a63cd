"""What changed in a table without a date, row by row: a few new rows of a large table travel alone.

    part=00000    the table as it once was, in stretches
    more=00002    rows that came since
    less=00003    rows that went since, one for each: as many rows less

The files of such a table stay in `kept`: what changed is found by comparing with them. Where one is missing, or too much
changed, the table is sent whole again.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

import duckdb

from core.warehouse.store import quoted

# A smaller table is sent whole.
ROWS = 2_000
# With more of its rows in layers, or more layers, a table is sent whole again.
SHARE, LAYERS = 0.3, 120

Columns = tuple[tuple[str, str], ...]


class Sent(Protocol):
    """A table as the bucket has it: its columns, and (partition, rows, fingerprint) of each part."""

    @property
    def columns(self) -> Columns: ...
    @property
    def parts(self) -> tuple[tuple[str, int, str], ...]: ...


SentTables = Mapping[tuple[str, str], Sent]


class Layer(NamedTuple):
    """Rows to be sent: `query` gives them, `total` is the sum of their hashes."""

    partition: str
    rows: int
    total: str
    query: str


def is_layer(partition: str) -> bool:
    return partition.startswith(("more=", "less="))


def is_less(partition: str) -> bool:
    return partition.startswith("less=")


def comparable(sent: Sent | None, columns: Columns, rows: int, kept: Path) -> bool:
    """Whether what changed can be found: the parts that were sent are all here, and not of another shape."""
    return (sent is not None and rows >= ROWS and sent.columns == columns and 0 < len(sent.parts) <= LAYERS
            and all((kept / mark).exists() for _, _, mark in sent.parts))


def changes(connection: duckdb.DuckDBPyConnection, source: str, rows: int, sent: Sent, kept: Path) -> list[Layer] | None:
    """The layers that make of what was sent what the table is now; None when they were too many rows, or more than can be
    compared within the memory there is, or what was kept is damaged: then the table is to be sent whole."""
    names = ", ".join(f'"{name}"' for name, _ in sent.columns)
    came, went = (typed(sent.columns, [kept / mark for partition, _, mark in sent.parts if is_less(partition) == less])
                  for less in (False, True))
    row = row_hash(sent.columns)
    now, before_came, before_went = (f"SELECT {names} FROM {rows} WHERE {row} IN (FROM changed)"
                                     for rows in (source, f"({came})", f"({went})"))
    before = f"(({before_came}) EXCEPT ALL ({before_went}))"
    try:
        connection.execute(f"""CREATE OR REPLACE TEMP TABLE changed AS SELECT row FROM (
            SELECT {row} AS row, 1 AS n FROM {source} UNION ALL SELECT {row}, -1 FROM ({came})
            UNION ALL SELECT {row}, 1 FROM ({went})) GROUP BY row HAVING sum(n) <> 0""").fetchall()
        made = list(layers_of(connection, row, {"more": f"({now}) EXCEPT ALL {before}",
                                                "less": f"{before} EXCEPT ALL ({now})"}, number=len(sent.parts)))
    except (duckdb.OutOfMemoryException, duckdb.InvalidInputException):
        return None
    layered = sum(abs(count) for partition, count, _ in sent.parts if not partition.startswith("part="))
    too_many = layered + sum(layer.rows for layer in made) > SHARE * rows
    return None if too_many else made


def layers_of(connection: duckdb.DuckDBPyConnection, row: str, queries: Mapping[str, str], number: int) -> Iterator[Layer]:
    for place, (kind, query) in enumerate(queries.items()):
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {kind}_rows AS {query} ORDER BY ALL").fetchall()
        rows, total = connection.execute(
            f"SELECT count(*), sum({row}::HUGEINT)::VARCHAR FROM {kind}_rows").fetchall()[0]
        if rows:
            yield Layer(f"{kind}={number + place:05d}", rows, total, f"FROM {kind}_rows")


def row_hash(columns: Sequence[tuple[str, str]]) -> str:
    """SQL for the hash of a row. Lists and structs count as text: to DuckDB's hash an empty one is as a missing one."""
    values = (f'"{name}"::VARCHAR' if kind.endswith("]") or kind.startswith(("STRUCT", "MAP", "UNION")) else f'"{name}"'
              for name, kind in columns)
    return f"hash({', '.join(values)})"


def typed(columns: Sequence[tuple[str, str]], files: Sequence[Path]) -> str:
    """SQL for the rows of Parquet files with the types of the table they came from; no file, no row."""
    if not files:
        return "SELECT " + ", ".join(f'NULL::{kind} AS "{name}"' for name, kind in columns) + " WHERE false"
    chosen = ", ".join(f'"{name}"::{kind} AS "{name}"' for name, kind in columns)
    named = ", ".join(f"'{quoted(file)}'" for file in files)
    return f"SELECT {chosen} FROM read_parquet([{named}])"
