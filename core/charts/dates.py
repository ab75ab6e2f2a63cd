"""Days: how full a market is, what runs from when to when, and which loads went well."""

from collections.abc import Iterator
from datetime import date

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from core import words
from core.charts.canvas import (
    TOKENS,
    Theme,
    Tokens,
    Trace,
    axis,
    canvas,
    column,
    day_month,
    escape,
    heatmap,
    hidden_axis,
    scatter,
)
from core.charts.rows import bars, fit, lane, rows, strokes, text_trace

DAY = 86_400_000.0  # ms
CELL, STRIP, FOOT = 14, 9, 50  # px a day; days of height a market takes (two for its name); px for weeks and scale


def date_strip(days: pd.DataFrame, *, theme: Theme) -> go.Figure:
    """A calendar a market: weeks from left to right, Monday on top, the darker the more competing seats.

    days: market (name), date (local date), competing_capacity (seats of rivals' shows that day, null unknown),
    ours (bool: we play; the day is outlined). One row a market and day; days without a row stay empty.
    """
    tokens = TOKENS[theme]
    market, names = pd.factorize(days["market"])
    dates, seats = pd.to_datetime(days["date"]).to_numpy("datetime64[D]"), column(days["competing_capacity"])
    weekday = (dates.astype(int) + 3) % 7  # 1970-01-01 was a Thursday
    week, first = _weeks(dates - weekday.astype("timedelta64[D]"))
    axes = _calendar_axes(tokens, int(week.max(initial=0)) + 1, len(names), first)
    figure = canvas(tokens, CELL * STRIP * max(len(names), 1) + FOOT, margin=(24, 4, 0, FOOT), **axes)
    heads = np.arange(len(names)) * STRIP + 0.8
    figure.add_trace(text_trace(0, heads, [f"<b>{escape(name, 40)}</b>" for name in names], "middle right", tokens.ink))
    hover = np.array([
        f"{escape(name)}, {words.short_day(pd.Timestamp(day))}: {words.count(most)} competing seats"
        for name, day, most in zip(days["market"], dates, seats, strict=True)
    ], dtype=object)
    size = (len(names), 7, int(week.max(initial=0)) + 1)
    grid, said = np.full(size, np.nan), np.full(size, "", dtype=object)
    grid[market, weekday, week], said[market, weekday, week] = seats, hover
    figure.add_traces(list(_heat(tokens, grid, said)))
    ours = days["ours"].to_numpy(bool)
    figure.add_trace(_outlines(tokens, week[ours], (market * STRIP + 2 + weekday)[ours]))
    return figure


def _weeks(mondays: np.ndarray) -> tuple[np.ndarray, np.datetime64]:
    """The week of each day, counted from the first Monday, and that Monday."""
    first = mondays.min() if len(mondays) else np.datetime64("1970-01-05")
    return (mondays - first).astype(int) // 7, first


def _calendar_axes(tokens: Tokens, weeks: int, markets: int, first: np.datetime64) -> dict[str, object]:
    shown = np.arange(0, weeks, -(-weeks // 5))
    text = [day_month(first + np.timedelta64(7 * int(week), "D")) for week in shown]
    rows_at = (np.arange(markets)[:, None] * STRIP + 2 + np.arange(7)).ravel()
    return {
        "xaxis": axis(
            tokens, range=[-0.5, weeks - 0.5], showgrid=False, tickvals=shown, ticktext=np.array(text, dtype=object)
        ),
        "yaxis": axis(
            tokens, range=[max(markets, 1) * STRIP - 0.5, -0.5], showgrid=False, tickvals=rows_at,
            ticktext=np.array(list("MTWTFSS") * markets, dtype=object),
        ),
        "xaxis2": hidden_axis(overlaying="x", range=[0, 1]),
    }


def _heat(tokens: Tokens, grid: np.ndarray, hover: np.ndarray) -> Iterator[Trace]:
    """A trace a market on one scale, which stands below: from none to the fullest day."""
    most = float(np.nanmax(np.append(grid.ravel(), 1.0)))
    scale = {
        "orientation": "h", "thickness": 8, "len": 0.45, "x": 0, "xanchor": "left", "y": 0, "yanchor": "top",
        "xpad": 0, "ypad": 22, "outlinewidth": 0, "tickvals": np.array([0, most]), "tickfont": {"color": tokens.muted},
        "ticktext": np.array(["0", f"{words.count(most)} seats"], dtype=object), "ticklabeloverflow": "allow",
    }
    for market, (seats, said) in enumerate(zip(grid, hover, strict=True)):
        yield heatmap(
            x=np.arange(grid.shape[2]), y=market * STRIP + 2 + np.arange(7), z=seats, text=said, hoverinfo="text",
            texttemplate="", xgap=2, ygap=2, zmin=0, zmax=most, colorscale=[[0, tokens.grid], [1, tokens.muted]],
            showscale=market == 0, colorbar=scale if market == 0 else None,
        )


def _outlines(tokens: Tokens, x: np.ndarray, y: np.ndarray) -> Trace:
    """Our days, each a frame around its cell."""
    corners = np.array([[-0.5, -0.5], [0.5, -0.5], [0.5, 0.5], [-0.5, 0.5], [-0.5, -0.5], [np.nan, np.nan]])
    frame = np.stack([x, y], axis=1)[:, None, :] + corners
    return scatter(
        x=frame[:, :, 0].ravel(), y=frame[:, :, 1].ravel(), mode="lines", hoverinfo="skip", cliponaxis=False,
        line={"width": 2.5, "color": tokens.accent},
    )


def timeline_bars(spans: pd.DataFrame, *, today: date | None = None, theme: Theme) -> go.Figure:
    """From when to when: holds, challenges, radius clauses, clashes; in the frame's order, dates printed.

    spans: label, starts_on, ends_on (local dates, both included), kind ("ours" accent; "clash" red; "challenge"
    amber; any other word grey; the word is printed after the label). `today` is a stroke in every row.
    """
    tokens = TOKENS[theme]
    colours = {"ours": tokens.accent, "clash": tokens.bad, "challenge": tokens.watch}
    starts, ends = (_milliseconds(spans[name]) for name in ("starts_on", "ends_on"))
    length = ends - starts + DAY
    periods = [
        day_month(s) if s == e else f"{day_month(s)} – {day_month(e)}"
        for s, e in zip(spans["starts_on"], spans["ends_on"], strict=True)
    ]
    figure = rows(
        tokens,
        [
            "{}  <span style='color:{c}'>{}</span>".format(*fit(label, kind, 34), c=tokens.muted)
            for label, kind in zip(spans["label"], spans["kind"], strict=True)
        ],
        periods,
        x_axis={"type": "date", "nticks": 5, "tickformat": "%-d %b", "showgrid": False},
    )
    if len(spans):
        whole = np.full(len(spans), ends.max() + DAY - starts.min())
        figure.add_trace(bars(whole, tokens.grid, start=starts.min()))
    hover = [f"{escape(label)}: {period}" for label, period in zip(spans["label"], periods, strict=True)]
    figure.add_trace(bars(
        length, [colours.get(kind, tokens.mark) for kind in spans["kind"]], start=starts, hover=hover,
    ))
    if today is not None:
        now = np.full(len(spans), np.datetime64(today, "ms").astype(float))
        figure.add_trace(strokes(now, lane(len(spans)), tokens.ink))
    return figure


def _milliseconds(days: pd.Series) -> np.ndarray:
    """Dates as Plotly reads numbers on a date axis: milliseconds since 1970."""
    return pd.to_datetime(days).to_numpy("datetime64[ms]").astype(float)


OUTCOMES = {"complete": 0, "partial": 1, "failed": 2}  # from good to bad: a day shows its worst


def runs_dots(runs: pd.DataFrame, *, theme: Theme) -> go.Figure:
    """A row a source, a dot a day with its worst outcome; the latest outcome in words at the right.

    runs: day (date, UTC), source, outcome (complete, partial, failed; null while it runs: not drawn), the newest of
    a day first. Complete is a grey dot, partial an amber diamond, failed a red cross.
    """
    tokens = TOKENS[theme]
    ended = runs.assign(rank=runs["outcome"].map(OUTCOMES), day=pd.to_datetime(runs["day"])).dropna(subset="rank")
    worst = ended.groupby(["source", "day"])["rank"].max().reset_index().sort_values("day", kind="stable")
    sources = list(dict.fromkeys(runs["source"]))
    newest = ended.sort_values("day", ascending=False, kind="stable")
    latest = newest.groupby("source")["rank"].first().reindex(sources).to_numpy()
    said, colours = list(OUTCOMES), [tokens.mark, tokens.watch, tokens.bad]
    figure = rows(
        tokens,
        [escape(source, 34) for source in sources],
        ["no run ended" if np.isnan(state) else f"last run {said[int(state)]}" for state in latest],
        right_colours=[tokens.bad if state == 2 else tokens.muted for state in latest],
        x_axis={"type": "date", "nticks": 5, "tickformat": "%-d %b", "showgrid": False,
                "range": _last_weeks(worst["day"])},
    )
    for state, symbol in enumerate(("circle", "diamond", "x")):
        part = worst[worst["rank"] == state]
        days = zip(part["source"], part["day"], strict=True)
        hover = [f"{escape(source)}, {day_month(day)}: {said[state]}" for source, day in days]
        figure.add_trace(scatter(
            x=part["day"].to_numpy("datetime64[D]"),
            y=lane(len(sources))[pd.Index(sources).get_indexer(part["source"])],
            mode="markers", marker={"size": 8, "symbol": symbol, "color": colours[state]}, cliponaxis=False,
            hoverinfo="text", hovertext=np.array(hover, dtype=object),
        ))
    return figure


def _last_weeks(days: pd.Series) -> list[pd.Timestamp] | None:
    """The axis' ends: at least two weeks, so that one day does not fill the card."""
    if days.empty:
        return None
    last, half = days.max(), pd.Timedelta(hours=12)
    return [min(days.min(), last - pd.Timedelta(days=13)) - half, last + half]
