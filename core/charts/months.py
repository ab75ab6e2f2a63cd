"""A month as a calendar, and sales windows as a timeline."""

from collections.abc import Hashable, Iterator, Mapping
from typing import Any

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
from core.charts.dates import DAY
from core.charts.rows import bars, fit, lane, rows, strokes

WEEK, HEAD = 58, 24  # px a week and of the weekdays' names


def month_grid(days: pd.DataFrame, *, theme: Theme) -> go.Figure:
    """A month, Monday first: the darker the more competing seats; our days framed, holidays with a dot.

    days: date (every day of the month, in order), ours, others, onsales, presales, holds (counts), competing_capacity
    (seats), holiday (name or null). In each cell the day, then ours and others' shows ("2 + 31"); on hover all of it in words.
    """
    tokens = TOKENS[theme]
    dates = pd.to_datetime(days["date"])
    weekday = dates.dt.day_of_week.to_numpy()
    week = (np.arange(len(days)) + weekday[:1].sum()) // 7
    weeks = int(week.max(initial=0)) + 1
    figure = canvas(
        tokens, HEAD + WEEK * weeks, margin=(2, 2, HEAD, 2),
        xaxis=axis(tokens, range=[-0.5, 6.5], showgrid=False, side="top", tickvals=np.arange(7),
                   ticktext=np.array(["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"], dtype=object)),
        yaxis=hidden_axis(range=[weeks - 0.5, -0.5]))
    seats, said = np.full((weeks, 7), np.nan), np.full((weeks, 7), "", dtype=object)
    seats[week, weekday] = column(days["competing_capacity"])
    said[week, weekday] = [escape(day_words(day), 400) for day in days.to_dict("records")]
    figure.add_trace(heatmap(
        x=np.arange(7), y=np.arange(weeks), z=seats, text=said, hoverinfo="text", texttemplate="", xgap=3, ygap=3, zmin=0,
        zmax=float(np.nanmax(np.append(seats, 1.0))), colorscale=[[0, tokens.grid], [1, tokens.soft]], showscale=False))
    ours = days["ours"].to_numpy() > 0
    figure.add_trace(frames(tokens, weekday[ours], week[ours]))
    for lift, text, colour in ((-0.22, day_texts(dates, days["holiday"]), tokens.ink), (0.2, count_texts(days), tokens.muted)):
        figure.add_trace(scatter(
            x=weekday, y=week + lift, text=text, mode="text", hoverinfo="skip",
            textfont={"size": 12, "color": np.where(ours, tokens.ink, colour)}))
    return figure


def day_texts(dates: pd.Series, holidays: pd.Series) -> np.ndarray:
    return np.array([f"<b>{day.day}</b>{' •' if not words.missing(name) else ''}"
                     for day, name in zip(dates, holidays, strict=True)], dtype=object)


def count_texts(days: pd.DataFrame) -> np.ndarray:
    """"2 + 31": ours and others'; only what there is."""
    return np.array([" + ".join(str(count) for count in (ours, others) if count) if ours else f"{others}" if others else ""
                     for ours, others in zip(days["ours"], days["others"], strict=True)], dtype=object)


def day_words(day: Mapping[Hashable, Any]) -> str:
    """All that is known of a day, in a line."""
    counted = [f"{words.count(day[name])} {said}" for name, said in (
        ("ours", "of ours"), ("others", "of others"), ("competing_capacity", "competing seats"), ("onsales", "on sale"),
        ("presales", "in presale"), ("holds", "held")) if day[name]]
    holiday = [] if words.missing(day["holiday"]) else [str(day["holiday"])]
    return f"{words.short_day(pd.Timestamp(day['date']))}: {', '.join([*holiday, *counted]) or 'nothing listed'}"


def frames(tokens: Tokens, x: np.ndarray, y: np.ndarray) -> Trace:
    """A frame round each day of ours."""
    corners = np.array([[-0.47, -0.46], [0.47, -0.46], [0.47, 0.46], [-0.47, 0.46], [-0.47, -0.46], [np.nan, np.nan]])
    frame = np.stack([x, y], axis=1)[:, None, :] + corners
    return scatter(x=frame[:, :, 0].ravel(), y=frame[:, :, 1].ravel(), mode="lines", hoverinfo="skip",
                      line={"width": 2, "color": tokens.accent}, cliponaxis=False)


def sale_timeline(shows: pd.DataFrame, *, today: object, theme: Theme) -> go.Figure:
    """A row a show: announced (thin), presale (hatched light), on sale (bar) until the show (diamond); stroke: today.

    shows: label, detail (said at the right), is_ours, announced_on, presale_from, presale_to, onsale_on, local_date (dates;
    null where not known: that part is not drawn).
    """
    tokens = TOKENS[theme]
    ends = milliseconds(shows["local_date"])
    figure = rows(
        tokens,
        ["{}  <span style='color:{c}'>{}</span>".format(*fit(label, detail, 40), c=tokens.muted)
         for label, detail in zip(shows["label"], shows["detail"], strict=True)],
        [day_month(day) for day in shows["local_date"]],
        x_axis={"type": "date", "nticks": 5, "tickformat": "%-d %b", "showgrid": False, "range": span(shows, today)})
    figure.add_traces(list(windows(tokens, shows, ends)))
    figure.add_trace(scatter(
        x=ends, y=lane(len(shows)), mode="markers", hoverinfo="skip", cliponaxis=False,
        marker={"symbol": "diamond", "size": 9, "color": whose(tokens, shows)}))
    now = np.full(len(shows), np.datetime64(today, "ms").astype(float))  # type: ignore[call-overload]
    figure.add_trace(strokes(now, lane(len(shows)), tokens.ink))
    return figure


def windows(tokens: Tokens, shows: pd.DataFrame, ends: np.ndarray) -> Iterator[Trace]:
    announced, early, late, sale = (milliseconds(shows[name]) for name in (
        "announced_on", "presale_from", "presale_to", "onsale_on"))
    first = np.fmin(np.fmin(sale, early), ends)
    for start, stop, colour, wide, what in (
            (announced, first, tokens.grid, 0.10, "announced"), (early, np.fmin(late, ends), tokens.soft, 0.27, "presale"),
            (sale, ends, whose(tokens, shows), 0.18, "on sale")):
        known = np.isfinite(start) & np.isfinite(stop) & (stop >= start)
        hover = [f"{escape(label)}: {what} from {day_month(pd.Timestamp(begin, unit='ms'))}" if there else ""
                 for label, begin, there in zip(shows["label"], start, known, strict=True)]
        length = np.where(known, np.maximum(stop - start, DAY / 2), np.nan)
        yield bars(length, colour, start=np.where(known, start, ends), width=wide, hover=hover)


def span(shows: pd.DataFrame, today: object) -> list[float]:
    """From the earliest day known to the last show, in milliseconds, with a little room for the marks."""
    known = [milliseconds(shows[name]) for name in ("announced_on", "presale_from", "onsale_on", "local_date")]
    days = np.concatenate([*known, [np.datetime64(today, "ms").astype(float)]])  # type: ignore[call-overload]
    first, last = float(np.nanmin(days)), float(np.nanmax(days))
    room = max((last - first) * 0.02, DAY)
    return [first - room, last + room]


def whose(tokens: Tokens, shows: pd.DataFrame) -> list[str]:
    return [tokens.accent if ours else tokens.mark for ours in shows["is_ours"]]


def milliseconds(days: pd.Series) -> np.ndarray:
    """Dates as Plotly reads numbers on a date axis; NaN where missing."""
    stamps = pd.to_datetime(days)
    return np.where(stamps.isna(), np.nan, stamps.to_numpy("datetime64[ms]").astype(float))
