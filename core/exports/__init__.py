"""Frames as files that an analyst takes home: CSV, Excel, Parquet; each says what it is, none carries a formula.

Where the caption goes: Excel has it on a second sheet "About", Parquet in the schema's metadata (key `marquee`,
JSON). CSV has no place for it (a comment line is not RFC 4180 and would have to be skipped by every reader), so
the file is data alone; `about` gives the caption as a text to lie beside it, and `to_csv_zip` both in one archive.
In a made-up season a CSV carries the words "Sample season" in a last column, because a file outlives its name.

What stands in a cell: UTF-8, dates as 2026-12-04, instants in UTC as 2026-11-23T06:10:00Z, money as a decimal
number, true and false, lists joined by "; ", missing as nothing (in CSV an empty text looks the same).
"""

from core.exports.caption import SAMPLE, Caption, Unit, about, filename
from core.exports.delimited import csv_chunks, to_csv, to_csv_zip
from core.exports.excel import to_xlsx
from core.exports.formulas import guard, neutralise, restore
from core.exports.parquet import to_parquet, write_parquet
from core.exports.settlement_pdf import to_pdf

__all__ = [
    "SAMPLE", "Caption", "Unit", "about", "csv_chunks", "filename", "guard", "neutralise", "restore", "to_csv",
    "to_csv_zip", "to_parquet", "to_pdf", "to_xlsx", "write_parquet",
]
