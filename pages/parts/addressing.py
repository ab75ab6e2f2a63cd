"""The Marketing view on people: who buys, who slipped away, and where they live."""

from typing import Any

import pandas as pd
import streamlit as st

from core import audiences, charts, words
from core.answers import audience as says
from core.filters import Filters
from pages.parts import targeting
from pages.parts.ask import ask
from pages.parts.card import card, export_of
from pages.parts.chart import chart
from pages.parts.filters import pick
from pages.parts.table import Column, kept_table

MONTHS = {"12": "12 months", "6": "6 months", "3": "3 months"}


def audience(chosen: Filters) -> None:
    filters = of_markets(chosen)
    cells = ask(audiences.cells, filters=filters)
    if cells.empty:
        st.caption("No sale names its buyer. Import sales with buyer_id, and buyers.csv for consent.")
        return
    left, right = st.columns([7, 4], gap="medium")
    with left:
        segments(filters)
        migration(filters)
    with right:
        over_index(filters)
    targeting.named_rules(filters)


def segment_rows(*, filters: Filters) -> pd.DataFrame:
    return says.segment_rows(ask(audiences.cells, filters=filters))


def segments(filters: Filters) -> None:
    rows = ask(segment_rows, filters=filters)
    fit = ask(audiences.model).iloc[0]
    said = str(fit["reason"]) if isinstance(fit["reason"], str) else "Expected: purchases a head in the next year (BG/NBD)"
    with card(f"{words.things(int(rows['buyers'].sum()), 'buyer')} by lifecycle", "Shows bought for while the last purchase is "
              f"within 18 months; Stale 18–36, Lapsed over 36. {said}", export=export_of(rows, "lifecycle", filters)):
        kept_table(segment_rows, {
            "label": Column("Segment"), "share": Column("Of buyers, %", "bar", width=110), "buyers": Column("Buyers", "whole"),
            "reachable": Column("May be addressed", "whole"), "a_head": Column("Spent a head", "cents"),
            "expected": Column("Expected", "cents")}, alt="Buyers by lifecycle segment", filters=filters)


def moved(*, filters: Filters, months: int) -> tuple[pd.DataFrame, str]:
    """Who went where, and the finding."""
    moves = ask(audiences.moves, filters=filters, months=months)
    return says.move_table(moves), says.move_words(moves, months)


def move_rows(*, filters: Filters, months: int) -> pd.DataFrame:
    return ask(moved, filters=filters, months=months)[0]


def migration(filters: Filters) -> None:
    months = int(pick("Since", "months", MONTHS))
    moves = ask(audiences.moves, filters=filters, months=months)
    rows, finding = ask(moved, filters=filters, months=months)
    with card(finding, f"People; rows where they were {months} months ago, columns where they are now",
              last=True, export=export_of(moves, "segment-moves", filters)):
        kept_table(move_rows, {"before": Column("Then")} | {name: Column(name, "whole") for name in rows.columns[1:]},
                   alt=finding, filters=filters, months=months)


def over_index(filters: Filters) -> None:
    segment = pick("Segment", "segment", {name: name for name in says.CHOICES})
    rows = ask(audiences.over_index, filters=filters, segment=segment)
    with card(says.index_words(rows, segment), "Share of a market's buyers over its share of all; 80% range; 1 = as elsewhere",
              chart=True, last=True, export=export_of(rows, "over-index", filters)):
        if len(rows):
            chart(index_figure, name="over-index", alt=says.index_words(rows, segment), segment=segment, filters=filters)


def index_figure(*, segment: str, filters: Filters, theme: charts.Theme) -> Any:
    rows = ask(audiences.over_index, filters=filters, segment=segment).head(8)
    return charts.dot_ranges(rows, reference=1.0, reference_label="as elsewhere", theme=theme)


def answer_words(filters: Filters) -> str:
    return says.answer(ask(audiences.cells, filters=of_markets(filters)))


def of_markets(filters: Filters) -> Filters:
    """People belong to a market; they are not of a show, a genre or a day."""
    return Filters(markets=filters.markets)
