"""Frames as Arrow tables, the form every file is written from."""

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from core import words

SEVERAL = list | tuple | set | np.ndarray  # cells of a list column


def table_of(frame: pd.DataFrame) -> pa.Table:
    """The frame in Arrow. A column that mixes texts with other things, or holds lists, becomes text; NaN is missing."""
    plain = frame.rename(columns=str)
    for place, kind in enumerate(frame.dtypes):
        cells = frame.iloc[:, place]
        if pd.api.types.is_object_dtype(kind) and cells.map(lambda cell: isinstance(cell, str | dict | SEVERAL)).any():
            plain.isetitem(place, pd.array([text_of(cell) for cell in cells], dtype="object"))
    table = pa.Table.from_pandas(plain, preserve_index=False)
    columns = [
        pc.if_else(pc.is_nan(column), None, column) if pa.types.is_floating(column.type)
        else column.cast(pa.string()) if pa.types.is_dictionary(column.type) or is_text(column.type) else column
        for column in table.columns
    ]
    return pa.table(columns, names=table.column_names)


def text_of(cell: Any) -> str | None:
    if isinstance(cell, SEVERAL):
        return "; ".join(str(part) for part in cell)
    return None if words.missing(cell) else str(cell)


def is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))
