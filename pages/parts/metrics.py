"""The row of 4 or 6 figures under a page's answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import streamlit as st

from core.words import MINUS, missing
from pages.parts.text import label, prose

Colour = Literal["red", "orange", "gray"]
PACE_COLOURS: dict[str, Colour] = {"behind": "red", "watch": "orange", "on track": "gray", "none": "gray"}
NARROWEST = 160  # two beside each other on a phone of 390 pixels


@dataclass(frozen=True)
class Metric:
    """One figure in words, and what it is compared with: never a figure alone.

    `change` ("+8.1%", "-27") is coloured with an arrow, in `colour` where up and down are not good and bad; `fact` ("41% of
    2,000 sellable") is a grey pill in its place; `note` ("vs prior 7 days") stands beside either.
    """

    label: str
    value: str
    change: str = ""
    fact: str = ""
    note: str = ""
    less_is_better: bool = False
    help: str = ""
    colour: Colour | None = None


def metric_row(metrics: Sequence[Metric]) -> None:
    """Draw 4 or 6 metrics; 5 would leave one alone on a phone."""
    if len(metrics) not in (4, 6):
        raise ValueError(f"A row has 4 or 6 metrics, not {len(metrics)}.")
    with st.grid(len(metrics), min_column_width=NARROWEST, gap="small"):
        for metric in metrics:
            draw(metric)


def draw(metric: Metric) -> None:
    change = ascii_signed(metric.change)
    moved = any(digit in change for digit in "123456789")
    fact = label(metric.fact) if metric.fact else None
    st.metric(
        label(metric.label), label(metric.value), change.replace("$", r"\$") or fact,
        delta_color=metric.colour or ("inverse" if metric.less_is_better else "normal") if moved else "off",
        delta_arrow="auto" if moved else "off",
        delta_description=label(metric.note) if metric.note else None,
        help=prose(metric.help) if metric.help else None, border=True, height="stretch")


def ascii_signed(change: str) -> str:
    """The arrow goes up for anything that does not begin with an ASCII minus."""
    return "" if missing(change) else change.replace(MINUS, "-")
