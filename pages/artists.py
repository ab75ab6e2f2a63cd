"""Artists – whom should we book here?"""

from typing import Any

import pandas as pd
import streamlit as st

from core import artists, charts, recommendations, words
from core.answers import artists as says
from core.answers import bookings as booked_says
from core.filters import Filters
from pages.parts import booking, states, watching
from pages.parts.ask import ask
from pages.parts.card import card, export_of
from pages.parts.chart import chart
from pages.parts.filters import choose, pick
from pages.parts.frame import answer, heading
from pages.parts.metrics import Metric, metric_row
from pages.parts.table import Column, kept_table

RANKING = {"artist": Column("Artist", width=150), "sell_through": Column("Sold, %", "bar", width=110),
           "shows": Column("Our shows", "whole", width=75), "avg_tickets": Column("Tickets a show", "whole", width=100),
           "last": Column("Last with us", width=200), "genre": Column("Genre", width=85),
           "upcoming": Column("Ahead", "whole", width=60)}
UNPROVEN = {"artist": Column("Artist"), "genre": Column("Genre"), "listeners": Column("Listeners", "whole"),
            "listed_dates": Column("Dates on file", "whole"), "upcoming": Column("Ahead", "whole")}
TOURING = {"local_date": Column("Date", "day"), "venue": Column("Venue"), "city": Column("City"),
           "state": Column("State"), "tickets_sold": Column("Sold", "whole"),
           "sell_through": Column("Sold, %", "percent"), "billing": Column("Billing"),
           "venue_capacity": Column("Capacity", "whole")}


def page() -> None:
    heading("Artists")
    filters = choose()
    ranking = ask(artists.ranking, filters=filters)
    if ranking.empty:
        answer(says.answer(ranking))
        states.empty("No artists", says.why_empty(filters.chosen), clear=filters.chosen)
        return
    asked = booking.ask_for(filters)
    slate, why_not = booking.slate_or_none(asked)
    booked = slate is not None and len(slate) > 0 and asked is not None
    answer(booked_says.answer(slate, asked.where, asked.day, ask(recommendations.report_card)) if booked
           else says.answer(ranking))
    metric_row(metrics(ask(artists.totals, filters=filters).iloc[0]))
    if slate is None or asked is None:
        states.too_little("Whom to book next is not known", why_not)
    else:
        booking.book_next(asked, slate)
    leading(ranking, ask(artists.by_genre, filters=filters), filters)
    artist_id = pick("Artist", "artist", says.labels(ranking))
    left, right = st.columns([7, 4], gap="medium")
    with left:
        profile(artist_id)
    with right:
        by_city(artist_id)
        played_in(artist_id)
    left, right = st.columns([7, 4], gap="medium")
    with left:
        watching.watch_list(artist_id, watching.named(ranking, artist_id))
        booking.report_card()
    with right:
        watching.alike(artist_id, watching.named(ranking, artist_id))


def metrics(totals: pd.Series) -> list[Metric]:
    return [
        Metric("Artists", words.count(totals["artists"]), fact=f"of {words.count(totals['known'])} on file"),
        Metric("Played for us", words.count(totals["with_our_shows"]),
               fact=says.share_words(totals["with_our_shows"], totals["artists"], "artists")),
        Metric("Dates on file", words.count(totals["dates"]), fact=f"{words.count(totals['ahead'])} ahead"),
        Metric("With listeners", words.count(totals["with_listeners"]),
               fact=says.share_words(totals["with_listeners"], totals["artists"], "artists")),
    ]


def leading(ranking: pd.DataFrame, genres: pd.DataFrame, filters: Filters) -> None:
    """Who leads; beside it the genres, once something has been played."""
    if genres.empty:
        ranked(ranking, filters)
        return
    left, right = st.columns([7, 4], gap="medium")
    with left:
        ranked(ranking, filters)
    with right:
        by_genre(genres, filters)


def ranked(ranking: pd.DataFrame, filters: Filters) -> None:
    with card(says.ranked_words(ranking), "By share of sellable sold at played shows of ours, then tickets, listeners, "
              "dates; first 100. A record, not a prediction.", export=export_of(ranking, "artists", filters)):
        kept_table(ranking_rows, RANKING if ranking["shows"].any() else UNPROVEN, alt=says.answer(ranking),
                   filters=filters)


def ranking_rows(*, filters: Filters) -> pd.DataFrame:
    return says.ranking_table(ask(artists.ranking, filters=filters))


def by_genre(genres: pd.DataFrame, filters: Filters) -> None:
    with card(says.genre_words(genres), "Share of sellable sold at played shows of ours; line: the middle 80%",
              chart=True, last=True, export=export_of(genres, "genres", filters)):
        chart(genre_figure, name="genres", alt=says.genre_words(genres), filters=filters)


def genre_figure(*, filters: Filters, theme: charts.Theme) -> Any:
    bars = says.genre_bars(ask(artists.by_genre, filters=filters))
    return charts.ranked_bars(bars, spell=words.percent, theme=theme)


def profile(artist_id: str) -> None:
    artist = ask(artists.one, artist_id=artist_id).iloc[0].to_dict()
    touring = ask(artists.touring, artist_id=artist_id)
    with card(says.profile_words(artist, touring), f"{says.profile_facts(artist)}. Newest first; sold to "
              "date where the show is ours", last=True, export=export_of(touring, "touring")):
        kept_table(touring_rows, TOURING, alt=says.profile_words(artist, touring), rows=12, artist_id=artist_id)


def touring_rows(*, artist_id: str) -> pd.DataFrame:
    return says.touring_table(ask(artists.touring, artist_id=artist_id))


def by_city(artist_id: str) -> None:
    sold = ask(artists.by_city, artist_id=artist_id)
    if sold.empty:
        return
    with card(says.city_words(sold), "Share of sellable at our shows; line: worst to best show where there are several",
              chart=True, export=export_of(sold, "artist-cities")):
        chart(city_figure, name="artist-cities", alt=says.city_words(sold), artist_id=artist_id)


def city_figure(*, artist_id: str, theme: charts.Theme) -> Any:
    dots = says.city_bars(ask(artists.by_city, artist_id=artist_id))
    return charts.dot_ranges(dots, spell=words.percent, ends=(0, 1), theme=theme)


def played_in(artist_id: str) -> None:
    artist = ask(artists.one, artist_id=artist_id).iloc[0].to_dict()
    cities = ask(artists.cities, artist_id=artist_id)
    with card(says.cities_words(artist, cities), "Listed dates of any promoter by city, past and ahead", chart=True,
              last=True, export=export_of(cities, "artist-dates")):
        if len(cities):
            chart(dates_figure, name="artist-dates", alt=says.cities_words(artist, cities), artist_id=artist_id)


def dates_figure(*, artist_id: str, theme: charts.Theme) -> Any:
    return charts.ranked_bars(says.date_bars(ask(artists.cities, artist_id=artist_id)), theme=theme)


page()
