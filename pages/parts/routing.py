"""The cards of Events on routing: where an artist can play between two dates it has, and the route that fits best."""

from datetime import date, timedelta
from typing import Any

import pandas as pd
import streamlit as st

from core import artists, charts, routing, sources
from core.answers import artists as artist_says
from core.answers import routing as says
from core.desk.holds import nights_held
from core.errors import QueryError
from core.filters import Filters
from pages.parts import states
from pages.parts.ask import ask
from pages.parts.card import card, export_of
from pages.parts.chart import chart
from pages.parts.dating import pick_venue
from pages.parts.filters import pick
from pages.parts.table import Column, table
from pages.parts.text import prose

WAY = {"what": Column("What", width=62), "date": Column("Date", "day", width=112), "venue": Column("Venue", width=150),
       "city": Column("City", width=95), "km": Column("Drive, km", "whole", width=72),
       "hours": Column("Drive, h", "tenths", width=64), "fit": Column("Room fit", "bar", width=85),
       "venue_capacity": Column("Capacity", "whole", width=68), "holds": Column("Holds", "whole", width=50)}
AVAILS = {"date": Column("Date", "day", width=115), "venue": Column("Venue", width=160), "city": Column("City", width=110),
          "venue_capacity": Column("Capacity", "whole", width=75), "fit": Column("Room fit", "bar", width=90),
          "holds": Column("Holds", "whole", width=55), "ours": Column("Our shows", "whole", width=75),
          "km_from": Column("From first, km", "whole", width=95), "hours_from": Column("From first, h", "tenths", width=90),
          "km_to": Column("To second, km", "whole", width=95), "hours_to": Column("To second, h", "tenths", width=90),
          "chosen": Column("Route", width=60), "sure": Column("Place", width=110)}


def route(filters: Filters) -> None:
    """Two anchors, what is open between them, and a suggested route on a map."""
    asked = entered(filters)
    if asked is None:
        return
    try:
        found = ask(routing.avails, **asked)
        way = ask(routing.route, **asked)
    except QueryError as error:
        st.warning(prose(str(error)))
        return
    left, right = st.columns([7, 4], gap="medium")
    with left, card(says.finding(way, found), "The best fit for least driving, no drive over the limit; a road is taken as 1.3 "
                    "times the great circle at 80 km/h: check each drive", last=True, export=export_of(way, "route")):
        table(says.way_table(way), WAY, alt=says.finding(way, found), rows=12)
    with right, card("The route", "Line: the suggestion; grey: what else is in reach", chart=True, last=True,
                     export=export_of(way, "route-map")):
        chart(map_figure, name="route-map", alt=says.finding(way, found), **asked)
    with card("Open nights in reach", "Nobody has the room; holds that stand are counted. Fit: against the room the artist "
              "usually plays", export=export_of(found, "avails")):
        if len(found):
            table(says.avail_table(found), AVAILS, alt=f"{len(found)} open nights in reach", rows=12)


def entered(filters: Filters) -> dict[str, Any] | None:
    """An artist and two of its dates; where it has no two, two rooms and days."""
    ranking = ask(artists.ranking, filters=Filters())
    if ranking.empty:
        states.too_little("No artist on file", "Listings and shows bring artists.")
        return None
    with st.container(horizontal=True, vertical_alignment="bottom"):
        artist_id = pick("Artist", "artist", artist_says.labels(ranking))
        hours = st.number_input("Longest drive, hours", 1.0, 24.0, routing.MOST_HOURS, 0.5, key="hours", width=160)
    dates = ask(routing.anchors, artist_id=artist_id)
    pairs = says.pairs(dates, routing.MOST_DAYS)
    asked = between(pairs, dates) if pairs else anywhere(filters)
    return asked and asked | {"artist_id": artist_id, "hours": float(hours), "held": nights_held(), "filters": Filters()}


def between(pairs: dict[str, str], dates: pd.DataFrame) -> dict[str, Any]:
    first, second = pick("Between", "pair", pairs).split("|")
    known = dates.set_index("event_id")
    return {"from_venue_id": known.at[first, "venue_id"], "day": known.at[first, "local_date"].date(),
            "to_venue_id": known.at[second, "venue_id"], "until": known.at[second, "local_date"].date()}


def anywhere(filters: Filters) -> dict[str, Any] | None:
    today = ask(sources.about).iloc[0]["today"].date()
    st.caption("No two dates of this artist with days between them are on file: choose two rooms and days.")
    with st.grid(4, min_column_width=170, vertical_alignment="bottom"):
        start = pick_venue(filters, "From", "from room")
        day = st.date_input("on", today + timedelta(days=60), key="leave", format="YYYY-MM-DD")
        end = pick_venue(filters, "To", "to room")
        until = st.date_input("on ", today + timedelta(days=67), key="arrive", format="YYYY-MM-DD")
    if start is None or end is None or not isinstance(day, date) or not isinstance(until, date):
        return None
    return {"from_venue_id": start, "day": day, "to_venue_id": end, "until": until}


def map_figure(*, theme: charts.Theme, **asked: Any) -> Any:
    way, found = ask(routing.route, **asked), ask(routing.avails, **asked)
    return charts.event_map(says.places(way, found), way=way, theme=theme)
