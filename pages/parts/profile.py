"""Artists, view "Artist": who it is, where it has played and will, how it sold for us, who hears it, whom it is like."""

from typing import Any

import pandas as pd
import streamlit as st

from core import artists, charts, recommendations, words
from core.answers import artists as says
from pages.parts import hearing, states, watching
from pages.parts.ask import ask
from pages.parts.card import card, export_of
from pages.parts.chart import chart
from pages.parts.filters import pick
from pages.parts.frame import answer
from pages.parts.metrics import Metric, metric_row
from pages.parts.table import Column, kept_table
from pages.parts.text import badge_label, prose

AHEAD = {"local_date": Column("Date", "day"), "venue": Column("Venue"), "city": Column("City"), "state": Column("State"),
         "tickets_sold": Column("Sold", "whole"), "sell_through": Column("Sold, %", "percent"),
         "billing": Column("Billing"), "venue_capacity": Column("Capacity", "whole")}


def artist(ranking: pd.DataFrame) -> None:
    left, middle, right = st.columns([4, 5, 2], vertical_alignment="bottom")
    text = left.text_input("Find by name", key="find", placeholder="All artists on file")
    options = choices(ranking, text.strip())
    if not options:
        answer(f"No artist on file is named {prose(text)}.")
        states.empty("No such artist", "Artists come in with shows, listens and listings.")
        return
    with middle:
        artist_id = pick("Artist", "artist", options)
    with right:
        watching.watch_button(artist_id)
    one = ask(artists.one, artist_id=artist_id).iloc[0].to_dict()
    touring = ask(artists.touring, artist_id=artist_id)
    growth = ask(recommendations.growth, artist_ids=(artist_id,))
    answer(says.profile_words(one, touring))
    identity(one)
    metric_row([Metric(*figure) for figure in says.profile_figures(one, touring, growth)])
    left, right = st.columns([7, 4], gap="medium")
    with left:
        places(artist_id, one, touring)
        dates(artist_id, one, touring)
    with right:
        sold_in(artist_id)
        hearing.alike(artist_id, one["name"])
        hearing.heard(artist_id, one["name"], growth)


def choices(ranking: pd.DataFrame, text: str) -> dict[str, str]:
    """artist_id -> name: those that hold the text, else those of the ranking and the one the URL names."""
    if text:
        return says.labels(ask(artists.found, text=text))
    known = says.labels(ranking)
    asked = st.session_state.get("artist") or st.query_params.get("artist")
    if asked and asked not in known and len(named := ask(artists.one, artist_id=asked)):
        return {asked: named["name"].iloc[0]} | known
    return known


def identity(one: dict) -> None:
    """Initials in place of a picture: a picture's address is another host's, and pages ask no other host."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.badge(badge_label(says.initials(one["name"])), color="blue")
        st.caption(prose(says.identity_words(one)))


def places(artist_id: str, one: dict, touring: pd.DataFrame) -> None:
    """The map where places are known, else bars by city."""
    located = says.tour_places(touring)
    if len(located):
        with card(says.map_words(one, located), "Past and future dates of any promoter by city; area by number of dates, "
                  "accent: with us", chart=True, export=export_of(located, "artist-map")):
            chart(map_figure, name="artist-map", alt=says.map_words(one, located), artist_id=artist_id)
        return
    cities = ask(artists.cities, artist_id=artist_id)
    if len(cities):
        with card(says.cities_words(one, cities), "Listed dates of any promoter by city, past and ahead", chart=True,
                  export=export_of(cities, "artist-dates")):
            chart(dates_figure, name="artist-dates", alt=says.cities_words(one, cities), artist_id=artist_id)


def map_figure(*, artist_id: str, theme: charts.Theme) -> Any:
    return charts.event_map(says.tour_places(ask(artists.touring, artist_id=artist_id)), theme=theme)


def dates_figure(*, artist_id: str, theme: charts.Theme) -> Any:
    return charts.ranked_bars(says.date_bars(ask(artists.cities, artist_id=artist_id)), theme=theme)


def dates(artist_id: str, one: dict, touring: pd.DataFrame) -> None:
    ahead = touring[touring["ahead"]]
    if len(ahead):
        with card(says.ahead_words(one, ahead), "Soonest first; sold to date where the show is ours",
                  export=export_of(ahead, "upcoming")):
            kept_table(touring_rows, AHEAD, alt=says.ahead_words(one, ahead), rows=6, artist_id=artist_id, ahead=True)
    past = touring[~touring["ahead"]]
    if past.empty:
        states.too_little(says.past_words(one, past), "Dates come in with shows, listings and show histories.")
        return
    with card(says.past_words(one, past), "Newest first, at most 500; sold where the show was ours", last=True,
              export=export_of(past, "touring")):
        kept_table(touring_rows, AHEAD, alt=says.past_words(one, past), rows=10, artist_id=artist_id, ahead=False)


def touring_rows(*, artist_id: str, ahead: bool) -> pd.DataFrame:
    rows = says.touring_table(ask(artists.touring, artist_id=artist_id))
    rows = rows[rows["ahead"] == ahead]
    return rows.iloc[::-1] if ahead else rows


def sold_in(artist_id: str) -> None:
    sold = ask(artists.by_city, artist_id=artist_id)
    if sold.empty:
        return
    with card(says.city_words(sold), "Share of sellable at our shows; line: worst to best show where there are several",
              chart=True, export=export_of(sold, "artist-cities")):
        chart(city_figure, name="artist-cities", alt=says.city_words(sold), artist_id=artist_id)


def city_figure(*, artist_id: str, theme: charts.Theme) -> Any:
    dots = says.city_bars(ask(artists.by_city, artist_id=artist_id))
    return charts.dot_ranges(dots, spell=words.percent, ends=(0, 1), theme=theme)
