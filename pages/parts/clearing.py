"""The cards of Events on radius clauses: those of coming shows, and whether a show under thought is clear of any."""

from datetime import date, timedelta
from typing import Any

import pandas as pd
import streamlit as st

from core import charts, events, radius, results, sources
from core.access import Action
from core.answers import events as event_says
from core.answers import radius as says
from core.filters import Filters
from pages.parts import states
from pages.parts.ask import ask
from pages.parts.card import card, export_of
from pages.parts.chart import chart
from pages.parts.dating import pick_venue
from pages.parts.signing import reader
from pages.parts.table import Column, table

CONFLICTS = {"local_date": Column("Date", "day", width=115), "apart": Column("Apart", width=105),
             "miles": Column("Miles", "tenths", width=60), "label": Column("Show", width=160),
             "venue": Column("Venue", width=150), "city": Column("City", width=100), "what": Column("Why", width=120),
             "billing": Column("Billing", width=90), "status": Column("Status", width=80),
             "sure": Column("Place known", width=105)}


def clauses(filters: Filters) -> None:
    """The clauses of our coming shows as bars."""
    found = ask(events.radius, filters=filters)
    if found.empty:
        return
    with card("Radius clauses, soonest show first", "From days before to days after each coming show, within so many "
              "miles; stroke: today", chart=True, export=export_of(found, "radius-clauses", filters)):
        chart(clauses_figure, name="radius-clauses", alt=f"{len(found)} radius clauses on a timeline", filters=filters)


def clauses_figure(*, filters: Filters, theme: charts.Theme) -> Any:
    today = ask(sources.about).iloc[0]["today"].date()
    return charts.timeline_bars(event_says.radius_bars(ask(events.radius, filters=filters)), today=today, theme=theme)


def check(filters: Filters) -> None:
    """Ask whether a show with a clause is clear; what conflicts stands on a map and a timeline."""
    if not reader().may(Action.see_money):
        states.too_little("Radius clauses are for managers", "Ask an administrator for a role that may see deals.")
        return
    asked = entered(filters)
    if asked is None:
        return
    found = ask(radius.conflicts, **asked)
    left, right = st.columns([7, 4], gap="medium")
    with left, card(says.finding(found), "Dates of the artist on our calendar and in the listings that this clause would forbid, "
                    "and clauses of ours that forbid this show; nearest in days first", last=True,
                    export=export_of(found, "radius-conflicts")):
        if len(found):
            table(says.table(found), CONFLICTS, alt=says.finding(found), rows=8)
        else:
            st.caption(unknown_artist(asked["artist"]))
        chart(timeline_figure, name="radius-timeline", alt=says.finding(found), **asked)
    with right, card("Where", "Ring: the clause; red: what conflicts", chart=True, last=True, export=None):
        chart(map_figure, name="radius-map", alt=says.finding(found), **asked)


def unknown_artist(artist: str) -> str:
    known = ask(radius.artists_called, artist=artist)
    return "" if known else "No artist of this name is on file: nothing is known of its other dates."


def entered(filters: Filters) -> dict[str, Any] | None:
    """The form: artist, room, day and clause; None until there is an artist."""
    today = ask(sources.about).iloc[0]["today"].date()
    venue_id = pick_venue(filters)
    with st.form("radius", border=False), st.grid(6, min_column_width=140, vertical_alignment="bottom"):
        artist = st.text_input("Artist", key="act", max_chars=600, bind="query-params")
        day = st.date_input("Show date", today + timedelta(days=90), key="night", format="YYYY-MM-DD")
        miles = st.number_input("Radius, miles", 0, 10_000, 100, 10, key="radius miles")
        before = st.number_input("Days before", 0, 3650, 60, 10, key="radius before")
        after = st.number_input("Days after", 0, 3650, 60, 10, key="radius after")
        st.form_submit_button("Check", width="stretch")
    if venue_id is None or not artist.strip() or not isinstance(day, date):
        st.caption("Name an artist, a room and a date to check them.")
        return None
    return {"artist": artist, "venue_id": venue_id, "day": day, "radius_miles": float(miles), "days_before": int(before),
            "days_after": int(after)}


def timeline_figure(*, theme: charts.Theme, **asked: Any) -> Any:
    found, room = ask(radius.conflicts, **asked), room_of(asked["venue_id"])
    shown = says.bars(found.head(10), asked["day"], asked["days_before"], asked["days_after"],
                      f"{asked['artist']}, {room['city']}")
    return charts.timeline_bars(shown, theme=theme)


def map_figure(*, theme: charts.Theme, **asked: Any) -> Any:
    found, room = ask(radius.conflicts, **asked), room_of(asked["venue_id"])
    ring = None if pd.isna(room["latitude"]) else (room["latitude"], room["longitude"], asked["radius_miles"])
    return charts.event_map(says.places(found, room), ring=ring, theme=theme)


def room_of(venue_id: str) -> pd.Series:
    rooms = ask(results.venues, filters=Filters())
    return rooms[rooms["venue_id"] == venue_id].iloc[0]
