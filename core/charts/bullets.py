"""All shows on sale as bullets: sold, comparables today, range of the final."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from core import words
from core.charts.canvas import TOKENS, Theme, Tokens, column, escape
from core.charts.rows import bars, fit, lane, rows, strokes

BEHIND, WATCH = 90, 96  # pace under 90 is behind, 90 to 96 is to watch


def show_bullets(shows: pd.DataFrame, *, theme: Theme) -> go.Figure:
    """Share of sellable sold by each show, slowest pace first, shows without a pace last.

    shows: show (name), city, days_out (days), sell_through (share of sellable), comparable_sell_through (median
    of the comparables today, same unit, may be null), range_lo and range_hi (80 % range of the final, same unit,
    may be null), pace (100 = median of the comparables, may be null: "not scored").
    Bar: sold. Tick: comparables today. Outlined box: the range. Red is behind, amber to watch, and a word says so.
    """
    tokens = TOKENS[theme]
    shows = shows.sort_values("pace", kind="stable", na_position="last")
    pace = np.round(column(shows["pace"]))  # as printed, so the colour never disagrees with the number
    sold, comparable = column(shows["sell_through"]), column(shows["comparable_sell_through"])
    lo, hi = column(shows["range_lo"]).clip(max=1), column(shows["range_hi"]).clip(max=1)
    figure = rows(
        tokens,
        [
            "<b>{}</b>  {}".format(*fit(show, city, 30)) + f" · {days:.0f} d"
            for show, city, days in zip(shows["show"], shows["city"], shows["days_out"], strict=True)
        ],
        [_pace_words(value) for value in pace],
        right_colours=[tokens.bad if value < BEHIND else tokens.muted for value in pace],
        x_axis={
            "range": [0, 1], "tickvals": np.array([0.25, 0.5, 0.75]), "showgrid": False,
            "ticktext": np.array(["25%", "50%", "75%"]),
        },
    )
    figure.add_trace(bars(np.ones(len(shows)), tokens.grid))
    hover = [
        f"{escape(name)}: {words.percent(s)} sold" + (f", comparables {words.percent(c)}" if np.isfinite(c) else "")
        for name, s, c in zip(shows["show"], sold, comparable, strict=True)
    ]
    figure.add_trace(bars(sold.clip(max=1), [_pace_colour(tokens, value) for value in pace], hover=hover))
    figure.add_trace(bars(hi - lo, tokens.band, start=lo, outline=tokens.accent))
    figure.add_trace(strokes(comparable.clip(max=1), lane(len(shows)), tokens.ink))
    return figure


def _pace_words(pace: float) -> str:
    if np.isnan(pace):
        return "not scored"
    word = "behind · " if pace < BEHIND else "watch · " if pace <= WATCH else ""
    return f"{word}pace <b>{pace:.0f}</b>"


def _pace_colour(tokens: Tokens, pace: float) -> str:
    if np.isnan(pace):
        return tokens.soft
    return tokens.bad if pace < BEHIND else tokens.watch if pace <= WATCH else tokens.mark
