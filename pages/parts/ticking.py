"""A table whose first column is ticked."""

from collections.abc import Callable, Hashable, Mapping

import pandas as pd
import streamlit as st

from core.words import MISSING
from pages.parts.ask import Params, Question, ask
from pages.parts.table import ROW, Column, asked_for
from pages.parts.text import plain


def ticking_table(question: Callable[..., pd.DataFrame], columns: Mapping[str, Column], *, alt: str, rows: int, key: str,
                  ticked: Callable[[dict[int, bool]], None], **asked: Hashable) -> None:
    """As `kept_table`, with boxes in the first column: `ticked` is called with all rows changed since it was drawn."""
    kept = {"question": Question(question), "columns": tuple(columns.items()), "params": tuple(asked.items())}
    ready = ask(asked_for, **kept)
    boxes, *still = columns
    st.data_editor(
        ask(editable, **kept), column_config=ready.config, hide_index=True, placeholder=MISSING, alt=plain(alt, 600),
        disabled=still, row_height=ROW, height=ROW * (max(1, min(ready.total, rows)) + 1) + 2, key=key, on_change=lambda: ticked(
            {row: change[boxes] for row, change in st.session_state[key]["edited_rows"].items() if boxes in change}))


def editable(*, question: Question, columns: tuple[tuple[str, Column], ...], params: Params) -> pd.DataFrame:
    """The cells as a frame: the editor turns a table of Arrow into one anew in every rerun, for 10 ms."""
    return ask(asked_for, question=question, columns=columns, params=params).rows.to_pandas()
