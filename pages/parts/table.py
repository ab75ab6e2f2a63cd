"""A frame as a table: unit in the heading, numbers plain and right-aligned, "–" for what is missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd
import streamlit as st

from core.exports import neutralise
from core.words import MISSING, missing
from pages.parts.text import plain

Kind = Literal["text", "whole", "tenths", "cents", "percent", "percent_tenths", "day", "instant", "bar", "tick"]

# Fixed printf: "percent" would drop zeros (9% beside 9.8%) and a currency sign would stand before the minus.
FORMATS = {"whole": "%,d", "tenths": "%,.1f", "cents": "%,.2f", "percent": "%.0f%%", "percent_tenths": "%.1f%%"}


@dataclass(frozen=True)
class Column:
    """One column. `heading` holds the unit ("Gross, $"). `percent` and `bar` take shares of one; `bar` is drawn
    from 0 to 100%."""

    heading: str
    kind: Kind = "text"
    width: Literal["small", "medium", "large"] | int | None = None
    help: str | None = None
    pinned: bool = False


def table(frame: pd.DataFrame, columns: Mapping[str, Column], *, alt: str, **options: Any) -> Any:
    """Draw the columns named, in that order. `alt` states the finding; `options` go to `st.dataframe` (key, height,
    on_select, selection_mode); with on_select the selection is returned."""
    return st.dataframe(shown(frame, columns), hide_index=True, placeholder=MISSING, alt=plain(alt, 600),
                        column_config={name: config(column) for name, column in columns.items()}, **options)


def shown(frame: pd.DataFrame, columns: Mapping[str, Column]) -> pd.DataFrame:
    """The frame as the table's own CSV button takes it home: text that a spreadsheet would run is neutralised."""
    return pd.DataFrame({name: cells(frame[name], column.kind) for name, column in columns.items()})


def cells(values: pd.Series, kind: Kind) -> pd.Series:
    if kind == "text":
        return pd.Series([None if missing(value) else neutralise(str(value)) for value in values], values.index, object)
    if kind in ("day", "instant", "tick"):
        return values
    numbers = pd.to_numeric(values.astype("float64"))
    return numbers * 100 if kind in ("percent", "percent_tenths", "bar") else numbers


def config(column: Column) -> Any:
    shared: dict[str, Any] = {"width": column.width, "help": column.help, "pinned": column.pinned or None}
    match column.kind:
        case "text":
            return st.column_config.TextColumn(column.heading, **shared)
        case "day":
            return st.column_config.DateColumn(column.heading, format="ddd D MMM YYYY", **shared)
        case "instant":
            return st.column_config.DatetimeColumn(column.heading, format="D MMM YYYY, HH:mm", **shared)
        case "tick":
            return st.column_config.CheckboxColumn(column.heading, **shared)
        case "bar":
            return st.column_config.ProgressColumn(column.heading, min_value=0, max_value=100, format="%.0f%%",
                                                   **shared)
        case number:
            return st.column_config.NumberColumn(column.heading, format=FORMATS[number], **shared)
