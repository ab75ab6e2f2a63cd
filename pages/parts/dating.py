"""The cards of Events on a date under thought: the best of a month with its reasons, and what competes with one."""

from collections.abc import Callable, Hashable
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from core import charts, concerts, dates, results, sources, words
from core.answers import dates as says
from core.desk.holds import Nights, nights_held
from core.filters import Filters
from pages.parts import states
from pages.parts.ask import Params, ask, told
from pages.parts.card import card, export_of
from pages.parts.chart import chart
from pages.parts.filters import pick
from pages.parts.table import Column, kept_table, table

MONTH = {"date": Column("Date", "day", width=115), "state": Column("Room", width=95),
         "change": Column("Together, pts", "tenths", width=88), "weekday_effect": Column("Weekday", "tenths", width=70),
         "holiday_effect": Column("Holiday", "tenths", width=65), "eve_effect": Column("Eve", "tenths", width=50),
         "rival_effect": Column("Rivals", "tenths", width=60), "own_effect": Column("Own history", "tenths", width=85),
         "hold_effect": Column("Holds", "tenths", width=60), "rivals": Column("Rivals near", "whole", width=75),
         "holds": Column("Holds ahead", "whole", width=85), "holiday": Column("Public holiday", width=130)}
NEAR = {"show": Column("Show", width=160), "local_date": Column("Date", "day", width=115), "apart": Column("Apart", width=90),
        "venue": Column("Venue", width=140), "city": Column("City", width=90), "miles": Column("Miles", "tenths", width=55),
        "venue_capacity": Column("Capacity", "whole", width=70), "genre": Column("Genre", width=85),
        "closeness": Column("Genre near", "bar", width=85), "weight": Column("Weight", "cents", width=65),
        "whose": Column("Whose", width=60)}
ANY = "Any genre"


def pick_venue(filters: Filters, label: str = "Venue", key: str = "room") -> str | None:
    """Let a venue in sight be chosen; None, said, where there is none."""
    rooms = ask(results.venues, filters=filters)
    if rooms.empty:
        states.too_little("No venue matches the filters", "Choose another market or venue.")
        return None
    return pick(label, key, {row["venue_id"]: f"{row['venue']}, {row['city']}" for row in rooms.to_dict("records")})


def best_date(filters: Filters) -> None:
    """Each date of a month at a venue with its reasons, then what competes with the one chosen."""
    today = ask(sources.about).iloc[0]["today"].date()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        venue_id = pick_venue(filters)
        month = pick("Month", "plan", {f"{first:%Y-%m}": f"{first:%B %Y}" for first in pd.date_range(
            today.replace(day=1), periods=18, freq="MS")})
        genres = ask(concerts.filter_options).query("dimension == 'genre'")["value"].tolist()
        genre = pick("Genre of the show", "style", {name: name for name in (ANY, *genres)})
    if venue_id is None:
        return
    first = date.fromisoformat(f"{month}-01")
    asked: dict[str, Any] = {"venue_id": venue_id, "day": first, "genre": None if genre == ANY else genre,
                             "held": nights_held()}
    found = ask(dates.best, **asked)
    left, right = st.columns([7, 4], gap="medium")
    with left:
        dates_of(found, asked)
    with right:
        day = reasons_of(found, asked)
    competing(venue_id, day, asked["genre"])


def dates_of(found: pd.DataFrame, asked: dict[str, Any]) -> None:
    with card(says.best_words(found), says.best_caption(found), chart=True, last=True, export=export_of(found, "best-dates")):
        chart(best_figure, name="best-dates", alt=says.best_words(found), **asked)
        table(says.best_table(found), MONTH, alt=says.best_words(found), rows=10)


def best_figure(*, venue_id: str, day: date, genre: str | None, held: Nights, theme: charts.Theme) -> Any:
    found = ask(dates.best, venue_id=venue_id, day=day, genre=genre, held=held)
    return charts.ranked_bars(says.best_bars(found), spell=lambda points: words.points(points / 100), theme=theme)


def reasons_of(found: pd.DataFrame, asked: dict[str, Any]) -> date:
    days = {f"{row['date']}": words.day(row["date"]) for row in found.sort_values(["rank", "date"]).to_dict("records")}
    day = date.fromisoformat(pick("Date", "day", days))
    told = says.reasons(found, day)
    with card(f"Why {words.short_day(day)}", "Points of sellable against the average day, added up",
              export=export_of(told, "reasons"), note=says.effect_words(ask(dates.effects)), last=True):
        if told.empty:
            st.caption("Not enough data: no effect could be measured over our past shows.")
        else:
            chart(reasons_figure, name="reasons", alt=f"What speaks for and against {words.day(day)}", shown=day, **asked)
    return day


def reasons_figure(*, shown: date, venue_id: str, day: date, genre: str | None, held: Nights, theme: charts.Theme) -> Any:
    found = ask(dates.best, venue_id=venue_id, day=day, genre=genre, held=held)
    return charts.contribution_bars(says.reasons(found, shown), spell=lambda points: words.points(points / 100), theme=theme)


def competing(venue_id: str, day: date, style: str | None) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        days = int(st.number_input("Days apart, at most", 0, 60, dates.NEAR_DAYS, key="near days"))
        miles = float(st.number_input("Miles apart, at most", 0, 500, int(dates.NEAR_MILES), key="near miles"))
    near_card(f"Around {words.day(day)}, within {words.things(days, 'day')} and {miles:g} miles, heaviest first; weight "
              "1: as big as the room, same genre, same night", dates.competing_on,
              venue_id=venue_id, day=day, genre=style, days=days, miles=miles)


def near_card(caption: str, asked: Callable[..., pd.DataFrame], **params: Hashable) -> None:
    """The card on what competes, as `asked(**params)` answers."""
    near, kept = ask(asked, **params), {"asked": asked, "params": tuple(params.items())}
    finding = ask(near_words, **kept)
    with card(finding, caption, export=export_of(near, "competing"), note=told(says.effect_words, dates.effects)):
        if len(near):
            kept_table(near_rows, NEAR, alt=finding, rows=8, **kept)


def near_words(*, asked: Callable[..., pd.DataFrame], params: Params) -> str:
    return says.competing_words(ask(asked, **dict(params)), ask(dates.effects))


def near_rows(*, asked: Callable[..., pd.DataFrame], params: Params) -> pd.DataFrame:
    return says.competing_table(ask(asked, **dict(params)))


def competing_with(concert_id: str) -> None:
    """What competes with a show of ours."""
    near_card(f"Within {dates.NEAR_DAYS} days and {dates.NEAR_MILES:g} miles of the show, heaviest first; weight 1: as "
              "big, same genre, same night", dates.competing, concert_id=concert_id)
