"""Parquet, whole or in chunks."""

import io
import json
from collections.abc import Iterable
from typing import IO

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from core.exports.arrow import is_text, table_of
from core.exports.caption import Caption
from core.exports.formulas import neutralised


def to_parquet(frame: pd.DataFrame, caption: Caption) -> bytes:
    """Parquet with the columns' own types (decimals, dates) and the caption under the schema's key `marquee`."""
    table, file = table_of(frame), io.BytesIO()
    write_parquet(table.to_batches(), table.schema, caption, file)
    return file.getvalue()


def write_parquet(batches: Iterable[pa.RecordBatch], schema: pa.Schema, caption: Caption, file: IO[bytes]) -> None:
    """Parquet batch by batch, in constant memory."""
    said = json.dumps(dict(caption.lines()) | {"is_sample": caption.is_sample}, ensure_ascii=False)
    names = neutralised(pa.array(schema.names, pa.string())).to_pylist()
    schema = pa.schema([column.with_name(name) for column, name in zip(schema, names, strict=True)])
    schema = schema.with_metadata({"marquee": said})
    with pq.ParquetWriter(file, schema, compression="zstd") as writer:
        for batch in batches:
            columns = [neutralised(column) if is_text(column.type) else column for column in batch.columns]
            writer.write_batch(pa.record_batch(columns, schema=schema))
