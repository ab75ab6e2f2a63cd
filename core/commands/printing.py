"""What the verbs print: rows on standard output as table, JSON or CSV; messages and progress on standard error."""

import csv
import json
import re
import sys
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    import pyarrow as pa


class Format(StrEnum):
    table = "table"
    json = "json"
    csv = "csv"


NUMBER = re.compile(r"[+-]?\d[\d.,]*")
FORMAT = typer.Option(Format.table, "--format", help="How to print the answer.")


def say(message: str) -> None:
    """A line for people, on standard error."""
    typer.echo(message, err=True)


def print_arrow(table: "pa.Table", style: Format) -> None:
    print_rows(table.column_names, [tuple(row.values()) for row in table.to_pylist()], style)


def print_rows(columns: Sequence[str], rows: Sequence[Sequence[Any]], style: Format) -> None:
    """Rows as a JSON list of objects, as CSV with a header, or as a table for reading."""
    if style == Format.json:
        print_json([dict(zip(columns, row, strict=True)) for row in rows])
    elif style == Format.csv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([cell(value) for value in row] for row in rows)
    else:
        print_table(columns, rows)


def print_json(value: Any) -> None:
    typer.echo(json.dumps(plain(value), ensure_ascii=False, allow_nan=False))


def plain(value: Any) -> Any:
    """A value JSON can hold: money is a number, days and instants are ISO text, missing is null."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() and value.as_tuple().exponent == 0 else float(value)
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        return None
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    return str(value) if isinstance(value, timedelta) else value


def cell(value: Any) -> Any:
    """A value for a spreadsheet: text that it would take for a formula is quoted, a number never is."""
    if isinstance(value, str):
        from core.exports.formulas import neutralise
        return value if NUMBER.fullmatch(value) else neutralise(value)
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, dict | list | tuple):
        return json.dumps(plain(value), ensure_ascii=False)
    return plain(value)


def print_table(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for place, column in enumerate(columns):
        numeric = any(isinstance(row[place], int | float | Decimal) for row in rows[:50])
        drawn.add_column(column, justify="right" if numeric else "left")
    for row in rows:
        drawn.add_row(*(Text("" if value is None else str(plain(value) if not isinstance(value, Decimal) else value))
                        for value in row))
    console = Console()
    console.print(drawn, width=None if console.is_terminal else 10_000, soft_wrap=not console.is_terminal)
