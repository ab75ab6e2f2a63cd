"""CSV: RFC 4180, whole or in chunks. Columns are turned into text in Arrow, a batch at a time."""

import io
import zipfile
from collections.abc import Iterable, Iterator

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from core.exports.arrow import is_text, table_of, text_of
from core.exports.caption import SAMPLE, Caption, about
from core.exports.formulas import neutralised


def to_csv(frame: pd.DataFrame, caption: Caption) -> bytes:
    """RFC 4180 (CRLF, header row), readable as it is; see the module for where the caption goes."""
    table = table_of(frame)
    return b"".join(csv_chunks(table.to_batches(), table.schema, is_sample=caption.is_sample))


def to_csv_zip(frame: pd.DataFrame, caption: Caption, name: str = "data") -> bytes:
    """`name`.csv and about.txt in one archive."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{name}.csv", to_csv(frame, caption))
        archive.writestr("about.txt", about(caption))
    return file.getvalue()


def csv_chunks(batches: Iterable[pa.RecordBatch], schema: pa.Schema, *, is_sample: bool) -> Iterator[bytes]:
    """CSV batch by batch, in constant memory: for `RecordBatchReader`s of any length. The header comes first."""
    names = _quoted(neutralised(pa.array([*schema.names, *(["sample_season"] if is_sample else [])], pa.string())))
    yield ",".join(names.to_pylist()).encode() + b"\r\n"
    for batch in batches:
        if batch.num_rows:
            fields = [_field(column) for column in batch.columns]
            fields += [pa.scalar(SAMPLE)] if is_sample else []
            lines = pc.binary_join_element_wise(*fields, ",") if len(fields) > 1 else _alone(fields[0])
            yield "\r\n".join(lines.to_pylist()).encode() + b"\r\n"


def _quoted(texts: pa.Array) -> pa.Array:
    """Texts with a comma, a quote or a line break in quotes, quotes in them doubled."""
    wrapped = pc.binary_join_element_wise('"', pc.replace_substring(texts, '"', '""'), '"', "")
    return pc.if_else(pc.match_substring_regex(texts, '[",\r\n]'), wrapped, texts)


def _field(column: pa.Array) -> pa.Array:
    """A column as CSV fields."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        column, kind = column.cast(kind.value_type), kind.value_type
    if is_text(kind):
        texts = _quoted(neutralised(column.cast(pa.string())))
    elif pa.types.is_timestamp(kind) or pa.types.is_time(kind):
        utc = column.cast(pa.timestamp(kind.unit, "UTC")) if getattr(kind, "tz", None) else column
        stamp = pc.replace_substring(utc.cast(pa.string()), " ", "T")
        texts = pc.replace_substring_regex(stamp, r"(\.0*|(\.\d*[1-9])0*)(Z?)$", r"\2\3")
    elif pa.types.is_floating(kind):
        texts = pc.if_else(pc.is_nan(column), None, column).cast(pa.string())
    elif pa.types.is_nested(kind):
        texts = _quoted(neutralised(pa.array([text_of(cell) for cell in column.to_pylist()], pa.string())))
    else:
        texts = column.cast(pa.string())
    return pc.fill_null(texts, "")


def _alone(fields: pa.Array) -> pa.Array:
    """Lines of a single column: an empty one is quoted, because readers skip an empty line."""
    return pc.if_else(pc.equal(fields, ""), '""', fields)
