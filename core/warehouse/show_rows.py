"""Rows of every show, asked together once, in which those of one are found at once."""

from typing import Generic, TypeVar

import pandas as pd
import pyarrow as pa

Rows = TypeVar("Rows", pd.DataFrame, pa.Table)


class RowsByShow(Generic[Rows]):
    """`rows` of shows one after the other; `name`: the column that says whose they are."""

    def __init__(self, rows: Rows, name: str = "concert_id") -> None:
        shows = rows[name].to_pandas() if isinstance(rows, pa.Table) else rows[name]
        sizes = shows.groupby(shows, sort=False).size()
        ends = sizes.cumsum()
        self.rows: Rows = rows
        self.places = dict(zip(sizes.index.tolist(), zip((ends - sizes).tolist(), ends.tolist(), strict=True), strict=True))

    def of(self, concert_id: str) -> Rows:
        """The rows of one show; none where it has none."""
        first, last = self.places.get(concert_id, (0, 0))
        return self.rows[first:last]
