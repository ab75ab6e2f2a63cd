"""Answers of any length, a batch at a time: what is exported without ever being whole in memory."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import duckdb
import pyarrow as pa

from core.errors import QueryError
from core.warehouse.read import asking, read_arrow
from core.warehouse.snapshot import current

BATCH_ROWS = 20_000
FUNCTIONS = frozenset({"generate_series", "range", "unnest"})  # these read no table and no file
# One call of these takes gigabytes or minutes: the engine neither counts them against its memory limit nor stops within.
GREEDY = frozenset({"array_resize", "bar", "format", "list_resize", "lpad", "pg_sleep", "printf", "repeat", "rpad", "sleep_ms"})


class Names(NamedTuple):
    """What a statement reads: tables that exist, and whatever else could reach one (table functions, catalogs); and the
    functions of GREEDY that it calls."""

    tables: frozenset[str]
    others: frozenset[str]
    greedy: frozenset[str]


@contextmanager
def streaming(sql: str, *, limit: int, seconds: float | None = None) -> Iterator[pa.RecordBatchReader]:
    """The rows of one SELECT, at most `limit`, as a reader of Arrow batches with a deadline over all of them.

    Raises QueryError for anything but one SELECT or bad SQL, QueryTooSlow past the deadline.
    """
    with asking(current(), seconds) as cursor:
        yield cursor.sql(only_select(cursor, sql)).limit(limit).to_arrow_reader(BATCH_ROWS)


def only_select(cursor: duckdb.DuckDBPyConnection, sql: str) -> str:
    statements = cursor.extract_statements(sql)
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise QueryError("Only one SELECT statement is answered.", remedy="Remove everything else.")
    return str(statements[0].query)


def names_in(sql: str) -> Names:
    """What a SELECT reads, from DuckDB's own syntax tree. Raises QueryError for what it cannot take apart."""
    tree = json.loads(read_arrow("sql/syntax_tree", sql=sql)["tree"][0].as_py())
    if tree.get("error"):
        raise QueryError(f"The question could not be answered: {tree.get('error_message', 'not one SELECT')}")
    stored = set(read_arrow("sql/stored_tables")["name"].to_pylist())
    # A name defined by WITH is one that nothing stored has: else a WITH elsewhere in the statement would hide a table.
    defined = {cte["key"].lower() for node in nodes(tree) for cte in node.get("cte_map", {}).get("map", [])} - stored
    read = [name for node in nodes(tree) if (name := name_read(node))]
    tables = {name for name in read if name in stored}
    called = {str(node.get("function_name")).lower() for node in nodes(tree) if node.get("type") == "FUNCTION"}
    return Names(frozenset(tables), frozenset(set(read) - tables - defined), GREEDY & called)


def name_read(node: dict[str, Any]) -> str | None:
    """What a part of the tree reads: a table as `name`, any other way to rows as something no table is called."""
    if node.get("type") == "BASE_TABLE":
        return ".".join(node["qualified_name"]["path"]).lower().removeprefix("main.")
    if node.get("type") == "TABLE_FUNCTION":
        name = str(node["function"]["function_name"]).lower()
        return None if name in FUNCTIONS else f"{name}()"
    return "show()" if node.get("type") == "SHOW_REF" else None


def nodes(tree: Any) -> Iterator[dict[str, Any]]:
    """Every object in the tree."""
    if isinstance(tree, dict):
        yield tree
    for child in tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ():
        yield from nodes(child)

