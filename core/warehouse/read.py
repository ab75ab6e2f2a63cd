"""Ask the snapshot: named questions kept in `queries/<domain>/<question>.sql`, or read-only SQL of an analyst's own."""

import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

from core.errors import QueryError, QueryTooSlow
from core.progress import interrupted
from core.settings import settings
from core.warehouse.snapshot import REPUBLISH, Snapshot, current
from core.warehouse.store import unreadable

QUERY_ROWS = 1_000_000
WITH_GAPS = {pa.int8(): pd.Int8Dtype(), pa.int16(): pd.Int16Dtype(), pa.int32(): pd.Int32Dtype(),
             pa.int64(): pd.Int64Dtype(), pa.uint64(): pd.UInt64Dtype(), pa.bool_(): pd.BooleanDtype()}
_parsed: dict[str, duckdb.Statement] = {}

warnings.filterwarnings("ignore", "Arrow output on a DB-API result", UserWarning)


def read(name: str, **params: Any) -> pd.DataFrame:
    """Answer the question in `queries/<name>.sql` (for instance "concerts/list"); `params` fill its `$names`.

    Decimals become floats, dates datetime64; whole numbers and truth values with gaps keep their kind.
    """
    return framed(read_arrow(name, **params))


def read_arrow(name: str, **params: Any) -> pa.Table:
    """As `read`, with exact decimals: an Arrow table.

    DuckDB's own way to Arrow, `sql`, plans each question twice: 4 ms more than the copy of the rows that it warns of.
    """
    with asking(current()) as cursor:
        return cursor.execute(parsed(name, cursor), params).to_arrow_table()


def framed(rows: pa.Table) -> pd.DataFrame:
    """The rows as pandas, in half the time of DuckDB's own `df()`, which reads each text twice."""
    columns = {name: like_pandas(column) for name, column in zip(rows.column_names, rows.columns, strict=True)}
    frame = pa.table(columns).to_pandas(use_threads=False)
    for name, column in columns.items():
        if column.null_count and column.type in WITH_GAPS:
            frame[name] = column.to_pandas(types_mapper=WITH_GAPS.get)
        elif column.null_count == len(column) and column.type == pa.string():
            frame[name] = pd.Series([None] * len(column), dtype=object)  # one row's missing word is None, not nan
    return frame


def like_pandas(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if pa.types.is_decimal(column.type):
        return column.cast(pa.float64())
    return column.cast(pa.timestamp("us")) if pa.types.is_date(column.type) else column


def query(sql: str, *, limit: int = QUERY_ROWS, seconds: float | None = None) -> pa.Table:
    """Run one SELECT of an analyst's own on the snapshot, at most `limit` rows.

    Raises QueryError for anything but one SELECT or bad SQL, QueryTooSlow past the deadline.
    """
    with asking(current(), seconds) as cursor:
        statements = cursor.extract_statements(sql)
        if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
            raise QueryError("Only one SELECT statement is answered.", remedy="Remove everything else.")
        return cursor.sql(statements[0].query).limit(limit).to_arrow_table()


def parsed(name: str, cursor: duckdb.DuckDBPyConnection) -> duckdb.Statement:
    """The question taken apart, once: a tenth to a quarter of what DuckDB would need for it each time."""
    if name not in _parsed:
        _parsed[name] = cursor.extract_statements(question(name))[0]
    return _parsed[name]


@cache
def question(name: str) -> str:
    return (files("core.warehouse") / "queries" / f"{name}.sql").read_text("utf-8")


@contextmanager
def asking(snapshot: Snapshot, seconds: float | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """A cursor with a deadline; DuckDB's own errors come out as ours, with its first line as the reason."""
    limit = seconds or settings().query_seconds
    cursor = snapshot.cursor()
    deadline = threading.Timer(limit, cursor.interrupt)
    deadline.daemon = True
    deadline.start()
    try:
        yield cursor
    except duckdb.InterruptException as error:
        raise QueryTooSlow(f"The question took longer than {limit:g} s and was stopped.",
                           remedy="Ask for fewer rows or a shorter period.") from error
    except duckdb.Error as error:
        said = str(error).splitlines()[0]
        if said.startswith("Corrupt database file"):
            raise unreadable(snapshot.path, error, remedy=REPUBLISH) from error
        raise QueryError(f"The question could not be answered: {said}") from error
    except RuntimeError as error:
        if not interrupted.is_set():
            raise
        raise KeyboardInterrupt from error
    finally:
        deadline.cancel()
        cursor.close()
