"""Excel workbooks: the data with formats by unit, and a sheet that says what it is."""

import io
import math
import re
from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal
from typing import Any

import pandas as pd
import pyarrow as pa
import xlsxwriter

from core.errors import MarqueeError
from core.exports.arrow import table_of
from core.exports.caption import SAMPLE, Caption, Unit
from core.exports.formulas import neutralise

ROWS, LETTERS, EXACT = 1_048_575, 32_767, 2**53  # data rows, letters a cell, whole numbers kept exactly
UNIT_FORMATS = {"count": "#,##0", "money": "#,##0.00", "share": "0.0%", "number": "#,##0.0##", "plain": "0"}


def to_xlsx(frame: pd.DataFrame, caption: Caption) -> bytes:
    """A workbook: the data with formats by unit and a frozen header, and "About". Texts stay texts.

    Excel counts in binary floats from 1900 on: decimals come as the nearest number, whole numbers beyond 2^53 and
    older dates as text.
    Raises MarqueeError when there are more rows than a sheet holds.
    """
    if len(frame) > ROWS:
        raise MarqueeError(f"{len(frame):,} rows do not fit: an Excel sheet holds {ROWS:,}.",
                           remedy="Export CSV or Parquet, or narrow the filters.")
    table, file = table_of(frame), io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "remove_timezone": True}
    with xlsxwriter.Workbook(file, options) as book:
        cut = _data_sheet(book, table, caption)
        notes = [("Cut", f"{cut:,} texts were longer than a cell holds and end after {LETTERS:,} letters.")]
        _about_sheet(book, caption, notes if cut else [])
    return file.getvalue()


def _data_sheet(book: xlsxwriter.Workbook, table: pa.Table, caption: Caption) -> int:
    """Writes the data; returns how many texts had to be cut."""
    sheet = book.add_worksheet(f"Data ({SAMPLE.lower()})" if caption.is_sample else "Data")
    header = book.add_format({"bold": True, "bg_color": "#F4F5F8", "bottom": 1, "bottom_color": "#DDE1E8"})
    formats = [book.add_format({"num_format": _number_format(column, caption.units)}) for column in table.schema]
    for place, name in enumerate(table.column_names):
        sheet.set_column(place, place, min(max(len(name) + 2, 11), 40))
        sheet.write_string(0, place, neutralise(name), header)
    sheet.freeze_panes(1, 0)
    if table.num_columns:
        sheet.autofilter(0, 0, table.num_rows, table.num_columns - 1)
    batches = table.to_batches(max_chunksize=10_000)
    records = (record for batch in batches for record in zip(*map(pa.Array.to_pylist, batch.columns), strict=True))
    return sum(
        _write(sheet, row, place, cell, formats[place])
        for row, record in enumerate(records, start=1) for place, cell in enumerate(record)
    )


def _write(sheet: xlsxwriter.worksheet.Worksheet, row: int, place: int, cell: Any, form: Any) -> bool:
    """Writes one cell by its type; True when a text had to be cut."""
    if cell is None or cell != cell:
        return False
    if isinstance(cell, bool):
        sheet.write_boolean(row, place, cell)
    elif isinstance(cell, time) or (isinstance(cell, date) and cell.year >= 1900):  # datetimes are dates
        sheet.write_datetime(row, place, cell, form)
    elif isinstance(cell, int | float | Decimal) and math.isfinite(cell) and not _too_exact(cell):
        sheet.write_number(row, place, cell, form)
    else:
        text = neutralise(str(cell))
        sheet.write_string(row, place, text[:LETTERS])
        return len(text) > LETTERS
    return False


def _too_exact(number: float | Decimal) -> bool:
    """A whole number that a float cannot hold: an identifier, not a measure."""
    return isinstance(number, int) and abs(number) > EXACT


def _about_sheet(book: xlsxwriter.Workbook, caption: Caption, notes: list[tuple[str, str]]) -> None:
    sheet = book.add_worksheet("About")
    bold, wrapped = book.add_format({"bold": True, "valign": "top"}), book.add_format({"text_wrap": True})
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 90)
    for row, (what, text) in enumerate([*caption.lines(), *notes]):
        sheet.write_string(row, 0, neutralise(what), bold)
        sheet.write_string(row, 1, neutralise(text)[:LETTERS], wrapped)


def _number_format(column: pa.Field, units: Mapping[str, Unit]) -> str:
    """By unit where the caption gives one, else by type; identifiers and years get no thousands separator."""
    if column.name in units:
        return UNIT_FORMATS[units[column.name]]
    if pa.types.is_date(column.type):
        return "yyyy-mm-dd"
    if pa.types.is_timestamp(column.type):
        return "yyyy-mm-dd hh:mm:ss"
    if pa.types.is_time(column.type):
        return "hh:mm"
    if pa.types.is_decimal(column.type):
        return UNIT_FORMATS["money"]
    whole = pa.types.is_integer(column.type) and not re.search(r"(^|_)(id|year)$", column.name)
    return UNIT_FORMATS["count"] if whole else "General"
