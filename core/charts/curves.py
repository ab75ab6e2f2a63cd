"""Lines: change of anything over time, and what spend brings."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from core import words
from core.charts.canvas import (
    TEXT,
    TOKENS,
    Spell,
    Theme,
    Tokens,
    Trace,
    axis,
    canvas,
    column,
    escape,
    letters,
    note,
    pieces,
    scatter,
)
from core.charts.placing import LETTER

HEIGHT, NAMED, NAME = 280, 6, 12  # px, series by name, letters of a name
LABEL_STEP = 16 / 236  # of the plot's height: labels of two lines stand this far apart


def lines(points: pd.DataFrame, *, spell: Spell = words.count, theme: Theme) -> go.Figure:
    """How something changed: up to six series named at their end, the smallest of more in grey as "n others".

    points: x (dates or numbers), y (one unit; `spell` prints it), series (name). The largest last values are named.
    """
    tokens = TOKENS[theme]
    order = np.argsort(points["x"].to_numpy(), kind="stable")
    x, y, series = points["x"].to_numpy()[order], column(points["y"])[order], points["series"].to_numpy(object)[order]
    last = {name: value for name, value in zip(series, y, strict=True) if np.isfinite(value)}
    ranked = sorted(last, key=last.__getitem__, reverse=True)
    named, others = ranked[:NAMED], ranked[NAMED:]
    low, high = _reach(y)
    texts = [escape(name, NAME) for name in named] + ([f"{len(others)} others"] if others else [])
    right = 28 + int(LETTER * max(map(letters, texts), default=0))
    figure = canvas(
        tokens, HEIGHT, margin=(8, right, 8, 44),
        xaxis=axis(tokens, showgrid=False, nticks=4, tickformat=_date_format(points["x"])),
        yaxis=axis(tokens, automargin=True, nticks=5, range=[low, high], tickformat="~s" if high >= 10_000 else ","),
    )
    drawn = [(name, tokens.mark, 0.8) for name in others] + [
        (name, colour, 2) for name, colour in zip(named, tokens.series, strict=False)]
    for name, colour, width in drawn:
        mine = series == name
        figure.add_traces(_line(x[mine], y[mine], name, colour, width, spell))
    ends = np.array([last[name] for name in named] + ([np.median([last[name] for name in others])] if others else []))
    colours = [*tokens.series[: len(named)], tokens.mark]
    for text, v, colour in zip(texts, _apart((ends - low) / (high - low)), colours, strict=False):
        figure.add_annotation(note(
            f"<span style='color:{colour}'>●</span> {text}", 1, v, xref="paper", yref="paper", xanchor="left",
            yanchor="middle", xshift=4, font={"color": tokens.ink}))
    return figure


def _date_format(x: pd.Series) -> str:
    """Two short lines, so that dates stand beside each other on a phone; numbers keep their own form."""
    if not len(x) or pd.api.types.is_numeric_dtype(x):
        return ""
    days = (pd.Timestamp(x.max()) - pd.Timestamp(x.min())).days
    return "%-d %b<br>%Y" if days < 120 else "%b<br>%Y"


def _reach(values: np.ndarray) -> tuple[float, float]:
    """Ends of the y axis: zero when it is near, else a little below the least."""
    known = values[np.isfinite(values)]
    low, high = (known.min(), known.max()) if len(known) else (0.0, 0.0)
    span = (high - low) or abs(high) or 1.0
    return (0.0 if 0 <= low < span else low - 0.06 * span), high + 0.06 * span


def _line(x: np.ndarray, y: np.ndarray, name: object, colour: str, width: float, spell: Spell) -> list[Trace]:
    hover = np.array([f"{escape(name)}: {escape(spell(value))}" for value in y], dtype=object)
    return [
        scatter(
            x=x[piece], y=y[piece], mode="lines" if len(y) > 1 else "markers", hoverinfo="text",
            hovertext=hover[piece], line={"width": width, "color": colour}, marker={"color": colour, "size": 6},
        )
        for piece in pieces(len(y))
    ]


def _apart(share: np.ndarray, step: float = LABEL_STEP) -> np.ndarray:
    """Heights (share of the plot) at least `step` apart in the order they have, close to where they were."""
    order = np.argsort(share, kind="stable")
    placed = share[order]
    for i in range(1, len(placed)):
        placed[i] = max(placed[i], placed[i - 1] + step)
    placed[-1:] = placed[-1:].clip(max=1)
    for i in range(len(placed) - 2, -1, -1):
        placed[i] = min(placed[i], placed[i + 1] - step)
    return placed[np.argsort(order)]


def response_curve(
    curve: pd.DataFrame, *, current: float | None = None, tried_to: float | None = None, spell: Spell = words.count,
    theme: Theme,
) -> go.Figure:
    """Tickets that spend brings, with its range; today's spend marked, spend never tried shaded.

    curve: spend (money of one currency; `spell` prints it), tickets (incremental tickets), lo, hi (80 % range, may
    be null). `current`: spend now. `tried_to`: the most ever spent; None shades nothing.
    """
    tokens, curve = TOKENS[theme], curve.sort_values("spend", kind="stable")
    spend, tickets = column(curve["spend"]), column(curve["tickets"])
    lo, hi = column(curve["lo"]), column(curve["hi"])
    known = np.isfinite(lo) & np.isfinite(hi)
    most = float(np.nanmax(np.concatenate([[1.0], tickets, hi[known]])))
    figure = canvas(
        tokens, HEIGHT, margin=(8, 14, 22, 46),
        xaxis=axis(
            tokens, showgrid=False, nticks=5, tickformat="~s",
            title={"text": "spend", "font": {"color": tokens.muted, "size": TEXT}, "standoff": 6},
        ),
        yaxis=axis(tokens, automargin=True, nticks=5, tickformat=",", range=[lo[known].min(initial=0), most * 1.08]),
    )
    figure.add_trace(scatter(
        x=np.concatenate([spend[known], spend[known][::-1]]), y=np.concatenate([lo[known], hi[known][::-1]]),
        mode="lines", fill="toself", fillcolor=tokens.band, line={"width": 0}, hoverinfo="skip",
    ))
    hover = [f"{escape(spell(s))} brings {words.tickets(t)}" for s, t in zip(spend, tickets, strict=True)]
    figure.add_trace(scatter(
        x=spend, y=tickets, mode="lines", line={"width": 3, "color": tokens.accent}, hoverinfo="text",
        hovertext=np.array(hover, dtype=object),
    ))
    if tried_to is not None and len(spend) and tried_to < spend[-1]:
        figure.add_shape({"type": "rect", "x0": tried_to, "x1": spend[-1], "xref": "x", "y0": 0, "y1": 1, "yref": "y domain",
                          "fillcolor": tokens.soft, "opacity": 0.35, "line": {"width": 0}, "layer": "below"})
        figure.add_annotation(note(
            f"not tried above {escape(spell(tried_to))}", 1, 1, xref="paper", yref="paper", xanchor="right",
            yanchor="bottom",
        ))
    if current is not None and len(spend):
        at, low, high = (float(np.interp(current, spend, np.where(known, y, tickets))) for y in (tickets, lo, hi))
        _mark_current(figure, tokens, current, at, low, high, most, spell)
    return figure


def _mark_current(
    figure: go.Figure, tokens: Tokens, spend: float, tickets: float, lo: float, hi: float, most: float, spell: Spell
) -> None:
    """A dot on the curve; its words below the band at the right, or above it at the left, where the curve is not."""
    figure.add_trace(scatter(
        x=np.array([spend]), y=np.array([tickets]), mode="markers", hoverinfo="skip", cliponaxis=False,
        marker={"size": 10, "color": tokens.accent, "line": {"width": 2, "color": tokens.paper}},
    ))
    below = lo > 0.3 * most
    figure.add_annotation(note(
        f"<b>now {escape(spell(spend))}</b><br>{words.tickets(tickets)}", spend, lo if below else hi,
        xanchor="left" if below else "right", yanchor="top" if below else "bottom", yshift=-4 if below else 4,
        align="left", font={"color": tokens.accent}, bgcolor=tokens.paper,
    ))
