"""Plain bars: sales by day, rankings, additive reasons."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from core import words
from core.charts.canvas import TOKENS, Spell, Theme, axis, bar, canvas, column, day_month, escape, note
from core.charts.rows import bars, fit, intervals, lane, rows, strokes


def daily_sales(days: pd.DataFrame, *, partial_day: date | None = None, theme: Theme) -> go.Figure:
    """Tickets sold a day; the last seven full days in accent, a day not yet over pale and named.

    days: date (local date), tickets_sold (tickets, net of refunds). `partial_day`: the day that is not over.
    """
    tokens = TOKENS[theme]
    stamps = pd.to_datetime(days["date"])
    order = stamps.argsort().to_numpy()
    dates, tickets = stamps.to_numpy("datetime64[D]")[order], column(days["tickets_sold"])[order]
    partial = dates == (np.datetime64(partial_day, "D") if partial_day else np.datetime64("NaT"))
    last = dates[~partial].max() if (~partial).any() else np.datetime64("NaT")
    recent = ~partial & (dates > last - np.timedelta64(7, "D"))
    figure = canvas(
        tokens, 230, margin=(6, 22, 22, 40),
        yaxis=axis(tokens, rangemode="tozero", nticks=4, tickformat=",", automargin=True),
        xaxis=axis(tokens, showgrid=False, **_week_ticks(dates, partial_day)),
    )
    figure.add_trace(bar(
        x=dates, y=tickets, hoverinfo="text", textposition="none",
        marker={"color": np.select([partial, recent], [tokens.soft, tokens.accent], tokens.mark), "line": {"width": 0}},
        hovertext=np.array([f"{day_month(d)}: {words.tickets(t)}" for d, t in zip(dates, tickets, strict=True)]),
    ))
    if recent.any():
        text = f"<b>{words.count(np.nansum(tickets[recent]))}</b> in the last 7 full days"
        figure.add_annotation(note(
            text, 1, 1, xref="paper", yref="paper", xanchor="right", yanchor="bottom", font={"color": tokens.accent}
        ))
    return figure


def _week_ticks(dates: np.ndarray, partial_day: date | None) -> dict[str, object]:
    """A tick a week, counted back from the last day, which says "so far" when it is not over."""
    if not len(dates):
        return {}
    at = [pd.Timestamp(day).date() for day in np.arange(dates[-1], dates[0] - 1, -7)]
    step = 1 if len(at) <= 5 else -(-len(at) // 5)
    text = [day_month(day) + ("<br>so far" if day == partial_day else "") for day in at[::step]]
    half = timedelta(hours=14)
    edges = [pd.Timestamp(dates[0]) - half, pd.Timestamp(dates[-1]) + half]
    return {
        "tickvals": np.array(at[::step], "datetime64[D]"), "ticktext": np.array(text, dtype=object), "range": edges,
        "type": "date",
    }


def ranked_bars(items: pd.DataFrame, *, spell: Spell = words.count, theme: Theme) -> go.Figure:
    """Bars from zero, longest first, the value printed; missing values last, as "–".

    items: label, value (any unit; `spell` prints it); optional lo and hi (range, same unit, may be null),
    note (a few muted words after the label, may be null), is_subject (true: accent, others grey).
    """
    tokens = TOKENS[theme]
    items = items.assign(value=column(items["value"])).sort_values(
        "value", ascending=False, kind="stable", na_position="last"
    )
    value, lo, hi = column(items["value"]), _optional(items, "lo"), _optional(items, "hi")
    notes = items["note"] if "note" in items else pd.Series([None] * len(items))
    subject = items["is_subject"].to_numpy(bool) if "is_subject" in items else np.zeros(len(items), bool)
    figure = rows(
        tokens,
        [_label(label, said, tokens.muted) for label, said in zip(items["label"], notes, strict=True)],
        [f"<b>{_spelled(v, spell)}</b>" for v in value],
        right_colours=[tokens.ink] * len(items),
    )
    ranges = zip(items["label"], value, lo, hi, strict=True)
    hover = [f"{escape(name)}: {_ranged(v, low, high, spell)}" for name, v, low, high in ranges]
    figure.add_trace(bars(value, list(np.where(subject, tokens.accent, tokens.mark)), hover=hover))
    figure.add_trace(intervals(tokens.ink, lo, hi))
    return figure


def contribution_bars(
    reasons: pd.DataFrame, *, total_label: str = "Together", spell: Spell | None = None, theme: Theme
) -> go.Figure:
    """Additive reasons, largest first, and their sum: what speaks for it in accent, against it in grey.

    reasons: reason, contribution (signed, any one unit; `spell` prints it, by default as +0.31).
    """
    tokens, spell = TOKENS[theme], spell or _signed
    value = column(reasons["contribution"])
    order = np.argsort(-np.abs(value), kind="stable")
    names, value = reasons["reason"].to_numpy(object)[order], value[order]
    length = np.append(value, np.nansum(value)) if len(value) else value
    left = [escape(name, 44) for name in names] + [f"<b>{escape(total_label, 44)}</b>"] * bool(len(value))
    right = [f"<b>{_spelled(v, spell)}</b>" for v in length]
    figure = rows(tokens, left, right, right_colours=[tokens.ink] * len(left))
    colours = np.where(length >= 0, tokens.accent, tokens.mark)
    colours[len(value) :] = tokens.ink
    hover = [f"{escape(name)}: {_spelled(v, spell)}" for name, v in zip([*names, total_label], length, strict=False)]
    figure.add_trace(bars(length, list(colours), hover=hover))
    if (length < 0).any():
        figure.add_trace(strokes(np.zeros(len(length)), lane(len(length)), tokens.ink, width=1))
    return figure


def _label(label: object, said: object, muted: str) -> str:
    if words.missing(said):
        return escape(label, 38)
    head, tail = fit(label, said, 38)
    return f"{head}  <span style='color:{muted}'>{tail}</span>"


def _optional(frame: pd.DataFrame, name: str) -> np.ndarray:
    return column(frame[name]) if name in frame else np.full(len(frame), np.nan)


def _spelled(value: float, spell: Spell) -> str:
    return words.MISSING if np.isnan(value) else escape(spell(value))


def _ranged(value: float, lo: float, hi: float, spell: Spell) -> str:
    known = np.isfinite(lo) and np.isfinite(hi)
    return _spelled(value, spell) + (f" (range {escape(words.span(spell(lo), spell(hi)))})" if known else "")


def _signed(value: float) -> str:
    return f"{value:+.2f}".replace("-", "−")
