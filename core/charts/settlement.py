"""The settlement sheet as a horizontal waterfall."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from core import words
from core.charts.canvas import TOKENS, Theme, column, escape
from core.charts.rows import bars, lane, rows, strokes


def settlement_waterfall(lines: pd.DataFrame, *, currency: str | None = None, theme: Theme) -> go.Figure:
    """Each line of the sheet in its order, amounts printed as on the sheet; the last total red if it is a loss.

    lines: label, amount (Decimal in the show's currency: a total as it stands, a step signed, costs negative),
    is_total (bool: the bar starts at zero), state ("estimate" or "actual", printed beside the label; may be null).
    The frame's order is the sheet's order. A step starts where the line above it ended.
    """
    tokens = TOKENS[theme]
    amount, is_total = column(lines["amount"]), lines["is_total"].to_numpy(bool)
    start, end = _runs(amount, is_total)
    last = len(lines) - 1
    loss = [i == last and total and a < 0 for i, (total, a) in enumerate(zip(is_total, amount, strict=True))]
    figure = rows(
        tokens,
        [
            (f"<b>{escape(label, 28)}</b>" if total else escape(label, 28)) + _state_words(state, tokens.muted)
            for label, total, state in zip(lines["label"], is_total, lines["state"], strict=True)
        ],
        [
            f"<b>{escape(words.price(a, currency))}</b>" if total else escape(words.price(a, currency))
            for a, total in zip(lines["amount"], is_total, strict=True)
        ],
        right_colours=[tokens.bad if lost else tokens.ink for lost in loss],
    )
    colours = np.where(loss, tokens.bad, np.where(is_total, tokens.mark, tokens.soft))
    figure.add_trace(bars(end - start, list(colours), start=start))
    if (end < 0).any():
        figure.add_trace(strokes(np.zeros(len(lines)), lane(len(lines)), tokens.ink, width=1))
    return figure


def _runs(amount: np.ndarray, is_total: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where each bar starts and ends; a missing amount leaves the running sum where it was."""
    start, end, running = np.zeros(len(amount)), np.zeros(len(amount)), 0.0
    for i, (value, total) in enumerate(zip(np.nan_to_num(amount), is_total, strict=True)):
        start[i] = 0.0 if total else running
        running = end[i] = start[i] + value
    return start, end


def _state_words(state: object, muted: str) -> str:
    return "" if words.missing(state) else f"  <span style='color:{muted}'>{escape(state, 16)}</span>"
