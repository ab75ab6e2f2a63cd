"""One question per card: its finding as the title, measure and sample below, the rows to take home at the right."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial

import pandas as pd
import streamlit as st

from core import exports
from core.access import Action
from core.answers.data import meanings
from core.exports import Caption, filename
from core.filters import Filters
from pages.parts.ask import ask
from pages.parts.chart import image_choice
from pages.parts.frame import origin
from pages.parts.signing import reader
from pages.parts.taking import taken_home
from pages.parts.text import prose

FORMATS: tuple[tuple[str, str, str, Callable[[pd.DataFrame, Caption], bytes]], ...] = (
    ("CSV", "csv", "text/csv", exports.to_csv),
    ("Zip with caption", "zip", "application/zip", exports.to_csv_zip),
    ("Excel", "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", exports.to_xlsx),
    ("Parquet", "parquet", "application/vnd.apache.parquet", exports.to_parquet),
)


@dataclass(frozen=True)
class Export:
    """What a card gives away: the rows (or how to ask for them once the menu is open), the name of the file, and what the
    rows were limited to: filters, or one `show` in words."""

    frame: pd.DataFrame | Callable[[], pd.DataFrame]
    name: str
    filters: Filters | None = None
    definitions: Mapping[str, str] = field(default_factory=dict)
    show: str = ""


def export_of(frame: pd.DataFrame, name: str, filters: Filters | None = None,
              definitions: Mapping[str, str] | None = None, show: str = "") -> Export | None:
    """The export of a card, or nothing where there are no rows. `definitions` says what columns mean beyond the glossary."""
    return Export(frame, name, filters, definitions or {}, show) if len(frame) else None


@contextmanager
def card(finding: str, caption: str, *, export: Export | None = None, chart: bool = False, note: str = "",
         last: bool = False) -> Iterator[None]:
    """A bordered card; what is drawn inside the `with` is its content. `chart`: the content has a chart named as the
    export, whose image format can be chosen. `last` of a column: it ends where the column beside it ends."""
    with st.container(border=True, height="stretch" if last else "content"):
        with st.container(horizontal=True, wrap=False, vertical_alignment="top"):
            with st.container(gap=None):
                st.subheader(prose(finding), anchor=False)
                st.caption(prose(caption))
            if export and reader().may(Action.export):
                export_menu(f"{finding}. {caption}", export, chart)
        yield
        if note:
            st.caption(prose(note))


def described(title: str, export: Export) -> Caption:
    """What the file says of itself: what the rows are, their filters, their age and source, how many."""
    shown, rows = ask(origin), rows_of(export)
    limits = {"Show": export.show} if export.show else export.filters.named() if export.filters else {}
    return Caption(title=title, as_of=shown.as_of, rows=len(rows), is_sample=shown.is_sample,
                   source=", ".join(source.name for source in shown.sources) or "Marquee",
                   filters=limits, definitions=meanings(list(rows)) | dict(export.definitions))


def rows_of(export: Export) -> pd.DataFrame:
    return export.frame if isinstance(export.frame, pd.DataFrame) else export.frame()


def export_menu(title: str, export: Export, chart: bool) -> None:
    """What is in it is drawn when it is opened, a quarter of what a page would send; files are made at a press."""
    menu = st.popover("Export", type="tertiary", key=f"export {export.name}", on_change="rerun")
    if not menu.open:
        return
    frame, caption = rows_of(export), described(title, export)
    with menu:
        for name, suffix, mime, written in FORMATS:
            made = taken_home(partial(written, frame, caption), export.name, style=suffix, rows=caption.rows)
            st.download_button(name, made,
                               filename(export.name, caption.as_of, suffix, is_sample=caption.is_sample), mime,
                               key=f"{suffix} {export.name}", on_click="ignore", width="stretch")
        if chart:
            image_choice(export.name)
