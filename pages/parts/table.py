"""A frame as a table: unit in the heading, numbers plain and right-aligned, "–" for what is missing."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, NamedTuple

import pandas as pd
import pyarrow as pa
import streamlit as st

from core.exports.formulas import neutralised
from core.filters import Filters
from core.words import MISSING, count, missing
from pages.parts.ask import Params, Question, ask
from pages.parts.text import WORD_JOINER, plain, prose

Kind = Literal["text", "odds", "whole", "tenths", "cents", "percent", "percent_tenths", "day", "instant", "bar", "tick"]
ROW = 32  # px
MOST = 100  # rows that travel to the browser

# Fixed printf: "percent" would drop zeros (9% beside 9.8%) and a currency sign would stand before the minus.
FORMATS = {"whole": "%,.0f", "tenths": "%,.1f", "cents": "%,.2f", "percent": "%.0f%%", "percent_tenths": "%.1f%%"}


@dataclass(frozen=True)
class Column:
    """One column. `heading` holds the unit ("Gross, $"). `percent` and `bar` take shares of one; `bar` is drawn
    from 0 to 100%; `odds` are words about a number, at the right like numbers."""

    heading: str
    kind: Kind = "text"
    width: Literal["small", "medium", "large"] | int | None = None
    help: str | None = None


class Config(dict[str, Any]):
    """How Streamlit draws a column. It copies this deeply in every rerun and adds to the first level: that one is enough."""

    def __deepcopy__(self, memo: dict[int, Any]) -> "Config":
        return Config(self)


class Prepared(NamedTuple):
    """A table ready to travel: its first rows, how each column is drawn, and how many rows there are in all."""

    rows: pa.Table
    config: dict[str, Config]
    total: int


def table(frame: pd.DataFrame, columns: Mapping[str, Column], *, alt: str, rows: int = 10, **options: Any) -> Any:
    """Draw the columns named, in that order; those without a single value are left out. `alt` states the finding;
    after `rows` rows it scrolls, after `MOST` it ends and says so. `options` go to `st.dataframe` (key, on_select,
    selection_mode); with on_select the selection is returned."""
    return draw(prepared(frame, columns), alt, rows, **options)


def kept_table(question: Callable[..., pd.DataFrame], columns: Mapping[str, Column], *, alt: str, rows: int = 10,
               **asked: Hashable) -> None:
    """As `table`, for the rows of `question(**asked)`: made ready once for each snapshot, like an answer."""
    ready = ask(asked_for, question=Question(question), columns=tuple(columns.items()), params=tuple(asked.items()))
    draw(ready, alt, rows)


def chosen_table(question: Callable[[], pd.DataFrame], columns: Mapping[str, Column], *, alt: str, rows: int,
                 filters: Filters) -> None:
    """As `kept_table`, for those chosen of `question()`: rows with market, venue, genre and local_date. All are made ready
    once and then cut, at a tenth of the price of making them ready for each choice."""
    draw(ask(chosen_of, question=Question(question), columns=tuple(columns.items()), filters=filters), alt, rows)


def asked_for(*, question: Question, columns: tuple[tuple[str, Column], ...], params: Params) -> Prepared:
    return prepared(ask(question.asked, **dict(params)), dict(columns))


def chosen_of(*, question: Question, columns: tuple[tuple[str, Column], ...], filters: Filters) -> Prepared:
    chosen = filters.meant(ask(question.asked))
    return fitted(ask(every_row, question=question, columns=columns).filter(chosen), dict(columns))


def every_row(*, question: Question, columns: tuple[tuple[str, Column], ...]) -> pa.Table:
    return shown(ask(question.asked), dict(columns), most=None)


def prepared(frame: pd.DataFrame, columns: Mapping[str, Column]) -> Prepared:
    known = {name: column for name, column in columns.items() if frame.empty or not frame[name].array.isna().all()}
    return Prepared(shown(frame, known), {name: Config(config(column)) for name, column in known.items()}, len(frame))


def fitted(rows: pa.Table, columns: Mapping[str, Column]) -> Prepared:
    known = {name: Config(config(column)) for name, column in columns.items()
             if not len(rows) or rows[name].null_count < len(rows)}
    return Prepared(rows.select(list(known)).slice(0, MOST), known, len(rows))


def draw(ready: Prepared, alt: str, rows: int, **options: Any) -> Any:
    drawn = st.dataframe(
        ready.rows, column_config=ready.config, hide_index=True, placeholder=MISSING, alt=plain(alt, 600),
        row_height=ROW, height=ROW * (max(1, min(ready.total, rows)) + 1) + 2, **options)  # whole rows; one that says: empty
    if ready.total > MOST:
        st.caption(f"The first {MOST} of {count(ready.total)} rows; the export has them all.")
    return drawn


def sheet(frame: pd.DataFrame, columns: Mapping[str, str], *, alt: str) -> None:
    """A few rows of words, broken over lines where they are long; `columns`: heading by column."""
    st.table(pa.table({heading: [prose(cell) for cell in frame[name]] for name, heading in columns.items()}),
             border="horizontal", hide_index=True, alt=plain(alt, 600))


def shown(frame: pd.DataFrame, columns: Mapping[str, Column], most: int | None = MOST) -> pa.Table:
    """The first rows as the table's own CSV button takes them home: text that a spreadsheet would run is neutralised."""
    return pa.table({name: cells(frame[name].array[:most], column.kind) for name, column in columns.items()})


def cells(values: Any, kind: Kind) -> pa.Array:
    """The array of a frame's column, as Arrow."""
    if kind in ("text", "odds"):
        texts = pa.array([None if missing(value) else str(value) for value in values.tolist()], pa.string())
        return neutralised(texts, WORD_JOINER)  # as it stands, after what nobody sees
    if kind in ("day", "instant", "tick"):
        return pa.array(pd.Series(values, copy=False), from_pandas=True)
    numbers = values.to_numpy(float, na_value=float("nan"))
    return pa.array(numbers * 100 if kind in ("percent", "percent_tenths", "bar") else numbers, from_pandas=True)


@lru_cache(maxsize=500)
def config(column: Column) -> Any:
    shared: dict[str, Any] = {"width": column.width, "help": column.help}
    match column.kind:
        case "text":
            return st.column_config.TextColumn(column.heading, **shared)
        case "odds":
            return st.column_config.TextColumn(column.heading, alignment="right", **shared)
        case "day":
            return st.column_config.DateColumn(column.heading, format="ddd D MMM YYYY", **shared)
        case "instant":
            return st.column_config.DatetimeColumn(column.heading, format="D MMM YYYY, HH:mm", **shared)
        case "tick":
            return st.column_config.CheckboxColumn(column.heading, **shared)
        case "bar":
            return st.column_config.ProgressColumn(column.heading, min_value=0, max_value=100, format="%.0f%%",
                                                   color="gray", **shared)
        case number:
            return st.column_config.NumberColumn(column.heading, format=FORMATS[number], **shared)
