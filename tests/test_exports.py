"""Exports: every file opens with a real reader, says what it is, keeps its values and carries no formula."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core import exports
from core.errors import MarqueeError

AS_OF = datetime(2026, 11, 23, 6, 10, tzinfo=UTC)
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
NASTY = ["=1+1", "+44 113", "-ness", "@handle", "\tx", "\r=x", "\n", " =x", "'=x", '"=x', "=HYPERLINK(\"http://x\")",
         "＝1", "\u200b=x", "plain", "'quoted'", "a,b", 'say "x"', "line\r\nbreak", "A$AP & <b>", "Beyoncé", ""]
# No half surrogates: they are not Unicode text.
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
STARTING_BADLY = st.builds("{}{}{}".format, st.sampled_from(["", " ", "'", '" ', "\u00a0", "\v"]),
                           st.sampled_from(FORMULA_SIGNS), TEXT)


def caption(rows: int = 0, *, is_sample: bool = False, **changes: Any) -> exports.Caption:
    return exports.Caption(
        title="Pacing of shows on sale", as_of=AS_OF, rows=rows, source="Ticketing, snapshot 12", is_sample=is_sample,
        filters={"Market": "Leeds"}, definitions={"pace": "100 = median of the comparables"}, **changes,
    )


def frame() -> pd.DataFrame:
    return pd.DataFrame({
        "artist": ["Hollow Coast", None, "Mara Vesper"],
        "gross": [Decimal("46900.10"), Decimal("-2100.00"), None],
        "local_date": [date(2026, 12, 4), None, date(1842, 12, 7)],
        "local_time": [time(19, 30), time(20, 0), None],
        "seen_at": pd.to_datetime(["2026-11-23T06:10:00Z", None, "2026-11-23T06:10:00.25Z"], format="ISO8601"),
        "tickets_sold": pd.array([1184, None, -3], dtype="Int64"),
        "sell_through": [0.59, np.nan, 1.0],
        "is_ours": [True, False, True],
        "concert_id": [2**53 + 1, 7, 8],
    })


def csv_rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8"), newline="")))


NS = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def sheet_cells(data: bytes, number: int) -> list[list[tuple[str, str]]]:
    """(type, value) of every cell of a sheet; texts as Excel shows them."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        root = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))
        assert not root.findall(".//m:f", NS), "a cell holds a formula"
        assert not root.findall(".//m:hyperlink", NS), "a cell holds a link"
        strings = []
        if "xl/sharedStrings.xml" in book.namelist():
            table = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
            strings = ["".join(t.text or "" for t in entry.iter(f"{{{NS['m']}}}t")) for entry in table]
    return [[_cell(cell, strings) for cell in row] for row in root.findall(".//m:row", NS)]


def _cell(cell: ElementTree.Element, strings: list[str]) -> tuple[str, str]:
    kind, text = cell.get("t", "n"), "".join(part.text or "" for part in cell.iter() if part.tag[-2:] in ("}v", "}t"))
    text = strings[int(text)] if kind == "s" else text
    if kind in ("s", "inlineStr"):
        return "text", re.sub("_x([0-9A-Fa-f]{4})_", lambda code: chr(int(code[1], 16)), text)
    return kind, text


def test_neutralise_marks_what_a_spreadsheet_runs_and_leaves_the_rest() -> None:
    harmless = {"plain", "'quoted'", "a,b", 'say "x"', "line\r\nbreak", "A$AP & <b>", "Beyoncé", ""}
    for text in NASTY:
        assert exports.neutralise(text) == (text if text in harmless else f"'{text}")


@given(TEXT | STARTING_BADLY)
def test_neutralise_is_undone_exactly(text: str) -> None:
    assert exports.restore(exports.neutralise(text)) == text


@given(TEXT | STARTING_BADLY)
def test_a_neutralised_text_never_begins_like_a_formula(text: str) -> None:
    assert not exports.neutralise(text).startswith(FORMULA_SIGNS)
    assert not exports.neutralise(text).strip(" \u00a0\v").startswith(FORMULA_SIGNS)


def test_guarding_a_table_leaves_numbers_and_dates_alone() -> None:
    table = pd.DataFrame({"=name": NASTY, "n": -1, "day": date(2026, 1, 1)})
    guarded = exports.guard(table)
    assert list(guarded.columns) == ["'=name", "n", "day"]
    assert guarded["'=name"].tolist() == [exports.neutralise(text) for text in NASTY]
    pd.testing.assert_frame_equal(guarded[["n", "day"]], table[["n", "day"]])


@settings(max_examples=40, deadline=None)
@given(st.lists(TEXT | STARTING_BADLY | st.none(), min_size=1, max_size=20), TEXT | STARTING_BADLY)
def test_no_file_has_a_text_that_begins_like_a_formula_and_all_texts_come_back(
    texts: list[str | None], name: str
) -> None:
    table = pd.DataFrame({name: pd.array(texts, dtype="object"), "n": range(len(texts))})
    assume(name != "n")
    about = caption(len(texts))
    parquet = pq.read_table(io.BytesIO(exports.to_parquet(table, about)))
    header, *lines = csv_rows(exports.to_csv(table, about))
    head, *cells = sheet_cells(exports.to_xlsx(table, about), 1)
    for found in (parquet.column_names[0], header[0], head[0][1]):
        assert not found.startswith(FORMULA_SIGNS)
        assert exports.restore(found) == name
    in_sheet = [line[0][1] if len(line) == 2 else None for line in cells]
    in_parquet = parquet.column(0).to_pylist()
    for found in [*in_parquet, *in_sheet, *(line[0] for line in lines)]:
        assert not (found or "").startswith(FORMULA_SIGNS)
    assert [text if text is None else exports.restore(text) for text in in_parquet] == texts
    assert [exports.restore(line[0]) for line in lines] == [text or "" for text in texts]
    assert [exports.restore(text or "") for text in in_sheet] == [text or "" for text in texts]


def test_a_csv_is_plain_rfc_4180_that_pandas_reads_as_it_is() -> None:
    data = exports.to_csv(frame(), caption(3))
    assert data.decode().split("\r\n") == [
        "artist,gross,local_date,local_time,seen_at,tickets_sold,sell_through,is_ours,concert_id",
        "Hollow Coast,46900.10,2026-12-04,19:30:00,2026-11-23T06:10:00Z,1184,0.59,true,9007199254740993",
        ",-2100.00,,20:00:00,,,,false,7",
        "Mara Vesper,,1842-12-07,,2026-11-23T06:10:00.25Z,-3,1,true,8",
        "",
    ]
    assert pd.read_csv(io.BytesIO(data))["tickets_sold"].sum() == 1181


def test_a_csv_quotes_commas_quotes_and_line_breaks() -> None:
    texts = ["a,b", 'say "x"', "line\r\nbreak", "\n"]
    assert csv_rows(exports.to_csv(pd.DataFrame({"t": texts, "n": 1}), caption()))[1:] == [
        ["a,b", "1"], ['say "x"', "1"], ["line\r\nbreak", "1"], ["'\n", "1"],
    ]


def test_a_csv_of_one_column_keeps_its_empty_rows() -> None:
    assert exports.to_csv(pd.DataFrame({"t": ["a", None]}), caption()) == b't\r\na\r\n""\r\n'


def test_lists_and_mixed_columns_become_text() -> None:
    table = pd.DataFrame({"support": [["Ada Wren", "Northgate"], [], None], "mixed": ["=x", 2, None]})
    assert csv_rows(exports.to_csv(table, caption()))[1:] == [["Ada Wren; Northgate", "'=x"], ["", "2"], ["", ""]]


def test_parquet_keeps_decimals_dates_and_the_caption() -> None:
    table = pq.read_table(io.BytesIO(exports.to_parquet(frame(), caption(3, is_sample=True))))
    assert pa.types.is_decimal(table.schema.field("gross").type)
    assert table["gross"].to_pylist() == frame()["gross"].tolist()
    assert table["local_date"].to_pylist() == frame()["local_date"].tolist()
    assert table["sell_through"].to_pylist() == [0.59, None, 1.0]
    said = json.loads(table.schema.metadata[b"marquee"])
    assert said["Filter: Market"] == "Leeds"
    assert said["Data as of"] == "23 Nov 2026, 06:10 UTC"
    assert said["Column: pace"] == "100 = median of the comparables"
    assert said["Rows"] == "3"
    assert said["is_sample"] is True
    assert "Sample season" in said["Season"]


def test_a_workbook_has_numbers_dates_and_texts_as_such_and_about_on_the_second_sheet() -> None:
    data = exports.to_xlsx(frame(), caption(3, units={"sell_through": "share"}))
    _, first, second, third = sheet_cells(data, 1)
    assert first[:4] == [("text", "Hollow Coast"), ("n", "46900.10"), ("n", "46360"), ("n", "0.8125")]
    assert first[5:8] == [("n", "1184"), ("n", "0.59"), ("b", "1")]
    assert first[8] == ("text", str(2**53 + 1))  # a float would lose its last digit
    assert second == [("n", "-2100.00"), ("n", "0.8333333333333334"), ("b", "0"), ("n", "7")]
    assert third[1] == ("text", "1842-12-07")  # Excel's calendar starts in 1900
    about = {row[0][1]: row[1][1] for row in sheet_cells(data, 2)}
    assert about["Title"] == "Pacing of shows on sale"
    assert about["Filter: Market"] == "Leeds"
    assert about["Rows"] == "3"
    assert "Season" not in about
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        assert b'formatCode="0.0%"' in book.read("xl/styles.xml")
        assert b'state="frozen"' in book.read("xl/worksheets/sheet1.xml")


def test_a_text_longer_than_a_cell_is_cut_and_the_workbook_says_so() -> None:
    data = exports.to_xlsx(pd.DataFrame({"t": ["x" * 40_000, "y"]}), caption(2))
    assert len(sheet_cells(data, 1)[1][0][1]) == 32_767
    assert ("text", "Cut") in [row[0] for row in sheet_cells(data, 2)]


def test_more_rows_than_a_sheet_holds_are_refused_with_a_remedy() -> None:
    with pytest.raises(MarqueeError, match=r"1,048,576 rows do not fit.*CSV or Parquet"):
        exports.to_xlsx(pd.DataFrame({"n": np.zeros(1_048_576)}), caption())


def test_a_made_up_season_says_so_in_every_file() -> None:
    about = caption(3, is_sample=True)
    assert pd.read_csv(io.BytesIO(exports.to_csv(frame(), about)))["sample_season"].tolist() == ["Sample season"] * 3
    book = exports.to_xlsx(frame(), about)
    assert sheet_cells(book, 2)[0][1][1].startswith("Sample season")
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        assert b"Data (sample season)" in parts.read("xl/workbook.xml")
    assert b"Sample season" in exports.about(about)
    assert b"Sample season" in pq.read_schema(io.BytesIO(exports.to_parquet(frame(), about))).metadata[b"marquee"]
    assert exports.filename("pacing", AS_OF, "csv", is_sample=True) == "marquee-pacing-2026-11-23-sample.csv"


def test_the_archive_holds_the_csv_and_its_caption() -> None:
    with zipfile.ZipFile(io.BytesIO(exports.to_csv_zip(frame(), caption(3), "pacing"))) as archive:
        assert archive.read("pacing.csv") == exports.to_csv(frame(), caption(3))
        assert "Source: Ticketing, snapshot 12" in archive.read("about.txt").decode()


@given(st.text(max_size=200))
def test_file_names_are_safe_whatever_the_question_is_called(question: str) -> None:
    name = exports.filename(question, date(2026, 11, 23), "xlsx", is_sample=False)
    assert re.fullmatch(r"marquee-[a-z0-9]([a-z0-9-]*[a-z0-9])?-2026-11-23\.xlsx", name)
    assert len(name) < 100


@pytest.mark.parametrize("write", [exports.to_csv, exports.to_xlsx, exports.to_parquet])
def test_a_frame_without_rows_still_has_its_header(write: Any) -> None:
    data = write(frame().iloc[:0], caption())
    if write is exports.to_csv:
        assert data.startswith(b"artist,gross,")
        assert data.count(b"\r\n") == 1
    elif write is exports.to_parquet:
        assert pq.read_table(io.BytesIO(data)).column_names == list(frame().columns)
    else:
        assert [text for _, text in sheet_cells(data, 1)[0]] == list(frame().columns)


def test_a_hundred_thousand_rows_come_out_whole() -> None:
    many = pd.DataFrame({"n": np.arange(100_000), "name": "=x", "amount": np.arange(100_000) / 8})
    back = pd.read_csv(io.BytesIO(exports.to_csv(many, caption(100_000))))
    pd.testing.assert_frame_equal(back.assign(name="=x"), many, check_dtype=False)
    assert pq.read_table(io.BytesIO(exports.to_parquet(many, caption()))).num_rows == 100_000
    with zipfile.ZipFile(io.BytesIO(exports.to_xlsx(many, caption()))) as book:
        assert book.read("xl/worksheets/sheet1.xml").count(b"<row ") == 100_001


def test_streams_take_one_batch_at_a_time() -> None:
    schema, pulled = pa.schema([("n", pa.int64()), ("name", pa.string())]), 0

    def batches() -> Iterator[pa.RecordBatch]:
        nonlocal pulled
        for _ in range(5):
            pulled += 1
            yield pa.record_batch([pa.array([1, 2]), pa.array(["a", "=b"])], schema=schema)

    reader = pa.RecordBatchReader.from_batches(schema, batches())
    chunks = exports.csv_chunks(reader, schema, is_sample=False)
    assert (next(chunks), pulled) == (b"n,name\r\n", 0)
    assert (next(chunks), pulled) == (b"1,a\r\n2,'=b\r\n", 1)
    assert (len(list(chunks)), pulled) == (4, 5)
    file = io.BytesIO()
    exports.write_parquet(batches(), schema, caption(10), file)
    assert pq.read_table(file)["name"].to_pylist() == ["a", "'=b"] * 5
