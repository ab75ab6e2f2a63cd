"""Dots with their ranges: over-index by city, return on spend by window."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from core import words
from core.charts.canvas import TOKENS, Spell, Theme, Tokens, Trace, axis, canvas, column, escape, hidden_axis, note, scatter
from core.charts.rows import intervals, strokes, text_trace

HEAD, LANE, FOOT = 24, 20, 26  # px: a label, a dot, the axis


def one_decimal(value: float) -> str:
    return words.signed(value, f"{abs(value):.1f}")


def dot_ranges(
    items: pd.DataFrame,
    *,
    spell: Spell = one_decimal,
    reference: float | None = None,
    reference_label: str = "",
    ends: tuple[float, float] | None = None,
    theme: Theme,
) -> go.Figure:
    """A dot with its range for each row, under its label, in the frame's order; values printed at the right.

    items: label, value (any unit; `spell` prints it), lo and hi (range, same unit, may be null: a hollow dot);
    optional series: several rows of one label then stand under it, each named at the left (label a channel,
    series the window "7 d"). `reference` draws a dashed line, for instance 1 for "as many as expected".
    `ends`: the axis' ends where the unit has them (0 and 1 for a share); else it fits the values.
    """
    tokens = TOKENS[theme]
    items = items.iloc[np.argsort(pd.factorize(items["label"])[0], kind="stable")]
    value, lo, hi = column(items["value"]), column(items["lo"]), column(items["hi"])
    names = [str(name) for name in items["series"]] if "series" in items else [""] * len(items)
    heads, y = _layout(items["label"])
    height, top = int(y.max(initial=HEAD) + LANE), 20 if reference_label else 0
    low, high = ends or _reach(np.concatenate([value, lo, hi, [reference] if reference is not None else []]))
    ticks = round_values(low, high)
    spelled = np.array([escape(spell(tick)) for tick in ticks], dtype=object)
    figure = canvas(
        tokens, height + top + FOOT, margin=(2, 2, top, FOOT),
        xaxis=axis(tokens, range=_room(low, high, _inset(names)), showgrid=False, tickvals=ticks, ticktext=spelled),
        yaxis=hidden_axis(range=[height, 0]),
        xaxis2=hidden_axis(overlaying="x", range=[0, 1]),
    )
    labels = [f"<b>{escape(label, 44)}</b>" for label in items["label"].drop_duplicates()]
    figure.add_trace(text_trace(0, heads, labels, "middle right", tokens.ink))
    figure.add_trace(text_trace(0, y, [escape(name, 14) for name in names], "middle right", tokens.muted))
    printed = [words.MISSING if np.isnan(v) else f"<b>{escape(spell(v))}</b>" for v in value]
    figure.add_trace(text_trace(1, y, printed, "middle left", tokens.ink))
    if reference is not None:
        figure.add_trace(strokes(np.full(len(y), reference), y, tokens.muted, half=LANE / 2, width=1, dash="dot"))
        figure.add_annotation(note(escape(reference_label), reference, 1, yref="paper", yanchor="bottom"))
    figure.add_trace(intervals(tokens.grid, np.full(len(y), low), np.full(len(y), high), y))
    figure.add_trace(intervals(tokens.mark, lo, hi, y))
    hover = [_hover(*row, spell) for row in zip(items["label"], names, value, lo, hi, strict=True)]
    figure.add_trace(_dots(tokens, value, y, np.isfinite(lo) & np.isfinite(hi), hover))
    return figure


def _layout(labels: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """Where labels and dots stand, in px from the top."""
    group = pd.factorize(labels)[0]
    first = np.flatnonzero(np.diff(group, prepend=-1))
    y = HEAD * (group + 1.0) + LANE * (np.arange(len(group)) + 0.4)
    return y[first] - LANE, y


def _inset(names: list[str]) -> float:
    """Share of the width that the series' names take at the left; enough on a phone."""
    return min(0.34, 0.022 * max(len(name) for name in names) + 0.03) if any(names) else 0.02


def _reach(values: np.ndarray) -> tuple[float, float]:
    known = values[np.isfinite(values)]
    low, high = (known.min(), known.max()) if len(known) else (0.0, 1.0)
    margin = 0.03 * (high - low) or 0.5
    return float(low - margin), float(high + margin)


def _room(low: float, high: float, left: float, right: float = 0.16) -> list[float]:
    """The axis that leaves these shares of the width beside low to high, for names and printed values."""
    width = (high - low) / (1 - left - right)
    return [low - left * width, high + right * width]


def round_values(low: float, high: float, most: int = 5) -> np.ndarray:
    """Up to `most` round numbers from low to high: steps of 1, 2 or 5 times a power of ten."""
    power = 10.0 ** np.floor(np.log10((high - low) / most))
    step = next(power * factor for factor in (1, 2, 5, 10) if (high - low) / (power * factor) <= most)
    return np.arange(np.ceil(low / step), np.floor(high / step) + 1) * step


def _dots(tokens: Tokens, value: np.ndarray, y: np.ndarray, known: np.ndarray, hover: list[str]) -> Trace:
    return scatter(
        x=value, y=y, mode="markers", hoverinfo="text", hovertext=np.array(hover, dtype=object), cliponaxis=False,
        marker={
            "size": 10, "color": list(np.where(known, tokens.accent, tokens.paper)),
            "line": {"width": 2, "color": tokens.accent},
        },
    )


def _hover(label: object, name: str, value: float, lo: float, hi: float, spell: Spell) -> str:
    who = escape(label) + (f", {escape(name)}" if name else "")
    said = "not known" if np.isnan(value) else escape(spell(value))
    known = np.isfinite(lo) and np.isfinite(hi)
    return f"{who}: {said}" + (f" (range {escape(words.span(spell(lo), spell(hi)))})" if known else ", no range")
