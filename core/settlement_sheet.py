"""The settlement of one show as a file to sign: what the page shows, on one page."""

from datetime import date, datetime
from typing import NamedTuple

import pandas as pd

from core.errors import QueryError
from core.exports.caption import SAMPLE, Caption, filename
from core.exports.settlement_pdf import to_pdf
from core.warehouse.read import read_arrow


class Sheet(NamedTuple):
    """A file: its name, its bytes, and how many lines the sheet has."""

    name: str
    pdf: bytes
    lines: int


def settlement_sheet(*, concert_id: str) -> Sheet:
    """The published settlement of a show as a one-page PDF. Raises QueryError for a show that has none."""
    show, lines, deals, budget = (exact(f"concerts/{name}", concert_id=concert_id) for name in (
        "one", "settlement_lines", "deal_outcomes", "budget"))
    if lines.empty:
        raise QueryError(f"{concert_id} has no settlement.", remedy="It needs ticket types, and must not be cancelled.")
    caption = caption_of(lines)
    pdf = to_pdf(show.iloc[0], lines, deals, budget, caption=caption)
    name = filename(f"settlement {concert_id}", caption.as_of, "pdf", is_sample=caption.is_sample)
    return Sheet(name, pdf, len(lines))


def caption_of(lines: pd.DataFrame) -> Caption:
    about = exact("sources/about").iloc[0]
    newest: datetime | date = about["today"] if pd.isna(about["data_as_of"]) else about["data_as_of"]
    is_sample = about["season"] == "sample"
    return Caption("Settlement", newest, len(lines), SAMPLE if is_sample else "Marquee", is_sample)


def exact(name: str, **params: str) -> pd.DataFrame:
    """The answer to a question with money as Decimal."""
    return read_arrow(name, **params).to_pandas()
