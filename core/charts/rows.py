"""Rows with their label above the bar, so that long names survive a phone: the frame of most charts here.

Row i occupies y from i to i + 1: text in the upper half, marks centred on `lane(i)`. The text lies on a second
x axis (0 to 1, the width of the card), so one trace holds all left labels and one all right labels.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from core.charts.canvas import TEXT, Tokens, Trace, axis, bar, canvas, escape, hidden_axis, scatter

ROW = 38  # px
BAR = 0.27  # of a row, about 10 px
AXIS = 26  # px


def lane(count: int) -> np.ndarray:
    """The middle of each row's bar."""
    return np.arange(count) + 0.68


def rows(
    tokens: Tokens,
    left: Sequence[str],
    right: Sequence[str],
    *,
    right_colours: Sequence[str] | None = None,
    x_axis: dict[str, Any] | None = None,
) -> go.Figure:
    """Labelled rows without marks. `left` and `right` are Plotly text (escape names first); `x_axis` None hides it."""
    count, bottom = len(left), AXIS if x_axis else 6
    figure = canvas(
        tokens, max(count, 1) * ROW + bottom, margin=(2, 2, 0, bottom),
        xaxis=axis(tokens, **x_axis) if x_axis else hidden_axis(),
        yaxis=hidden_axis(range=[max(count, 1), 0]),
        xaxis2=hidden_axis(overlaying="x", range=[0, 1]),
    )
    middle = np.arange(count) + 0.28
    figure.add_trace(text_trace(0, middle, left, "middle right", tokens.ink))
    figure.add_trace(text_trace(1, middle, right, "middle left", right_colours or tokens.muted))
    return figure


def text_trace(
    x: float, y: np.ndarray, text: Sequence[str], position: str, colour: str | Sequence[str]
) -> Trace:
    return scatter(
        x=np.full(len(y), float(x)), y=y, text=np.asarray(text, dtype=object), mode="text", xaxis="x2",
        textposition=position, textfont={"size": TEXT, "color": colour}, hoverinfo="skip", cliponaxis=False,
    )


def bars(
    lengths: np.ndarray,
    colour: str | Sequence[str],
    *,
    start: np.ndarray | float = 0.0,
    width: float = BAR,
    outline: str | None = None,
    hover: Sequence[str] | None = None,
) -> Trace:
    """Horizontal bars, one a row; NaN lengths draw nothing. `hover` is Plotly text."""
    return bar(
        x=lengths, y=lane(len(lengths)), base=np.broadcast_to(np.asarray(start, float), lengths.shape).copy(),
        width=width, orientation="h", cliponaxis=False, hoverinfo="skip" if hover is None else "text",
        marker={"color": colour, "line": {"width": 1 if outline else 0, "color": outline}},
        hovertext=None if hover is None else np.asarray(hover, dtype=object), textposition="none",
    )


def fit(first: object, second: object, room: int) -> tuple[str, str]:
    """Two texts that share `room` letters of a row, both escaped; the first may take all but eight of them."""
    head = escape(first, room - 8)
    return head, escape(second, max(room - len(str(first)), 8))


def strokes(
    x: np.ndarray, y: np.ndarray, colour: str, *, half: float = 0.17, width: float = 2, dash: str = "solid"
) -> Trace:
    """A short upright line in each row, only as high as its lane: no line runs through a label."""
    gap = np.full(len(x), np.nan)
    return scatter(
        x=np.column_stack([x, x, gap]).ravel(), y=np.column_stack([y - half, y + half, gap]).ravel(), mode="lines",
        line={"width": width, "color": colour, "dash": dash}, hoverinfo="skip", cliponaxis=False,
    )


def intervals(colour: str, lo: np.ndarray, hi: np.ndarray, y: np.ndarray | None = None) -> Trace:
    """A thin line from lo to hi in each row; a row without both draws nothing."""
    known = np.isfinite(lo) & np.isfinite(hi)
    x = np.column_stack([lo, hi, np.full(len(lo), np.nan)])[known].ravel()
    rows_at = np.repeat((lane(len(lo)) if y is None else y)[known], 3)
    return scatter(
        x=x, y=rows_at, mode="lines", line={"width": 2, "color": colour}, hoverinfo="skip", cliponaxis=False
    )
