"""Artists – whom should we book here?"""

import pandas as pd
import streamlit as st

from core import artists, charts, words
from core.answers import artists as says
from core.filters import Filters
from pages.parts import states
from pages.parts.ask import ask
from pages.parts.card import card, export_of
from pages.parts.chart import chart, theme
from pages.parts.filters import choose, pick
from pages.parts.frame import answer, heading
from pages.parts.metrics import Metric, metric_row
from pages.parts.table import Column, table
from pages.parts.text import prose

RANKING = {"artist": Column("Artist", pinned=True), "genre": Column("Genre"), "listeners": Column("Listeners", "whole"),
           "shows": Column("Our shows", "whole"), "avg_tickets": Column("Tickets a show", "whole"),
           "sell_through": Column("Sold, %", "bar"), "last_play": Column("Last with us", "day"),
           "last_city": Column("In"), "upcoming": Column("Dates ahead", "whole")}
TOURING = {"local_date": Column("Date", "day"), "venue": Column("Venue"), "city": Column("City"),
           "billing": Column("Billing"), "venue_capacity": Column("Capacity", "whole"), "status": Column("Status"),
           "tickets_sold": Column("Sold", "whole"), "sell_through": Column("Sold, %", "bar")}


def page() -> None:
    heading("Artists")
    filters = choose()
    ranking = ask(artists.ranking, filters=filters)
    answer(says.answer(ranking))
    if ranking.empty:
        states.empty("No artists", "No artist matches the filters.", clear=filters.chosen)
        return
    metric_row(metrics(ask(artists.totals, filters=filters).iloc[0]))
    left, right = st.columns([7, 4], gap="medium")
    with left:
        ranked(ranking, filters)
    with right:
        by_genre(ask(artists.by_genre, filters=filters), filters)
    artist_id = pick("Artist", "artist", says.labels(ranking))
    left, right = st.columns([7, 4], gap="medium")
    with left:
        profile(artist_id)
    with right:
        by_city(artist_id)


def metrics(totals: pd.Series) -> list[Metric]:
    return [
        Metric("Artists", words.count(totals["artists"]), fact="under the filters"),
        Metric("With listening data", words.count(totals["with_listeners"]), fact="listeners on file"),
        Metric("Played for us", words.count(totals["with_our_shows"]), fact="with ticket counts"),
        Metric("Dates on file", words.count(totals["dates"]), fact="past and to come"),
    ]


def ranked(ranking: pd.DataFrame, filters: Filters) -> None:
    with card("Who has sold for us", "Share of sellable sold over their played shows with us, then listeners; first 100. "
              "A record, not a prediction.", export=export_of(ranking, "artists", filters)):
        table(ranking, RANKING, alt=says.answer(ranking), height=520)


def by_genre(genres: pd.DataFrame, filters: Filters) -> None:
    with card(says.genre_words(genres), "Share of sellable sold over played shows; range: the middle 80% of shows",
              chart=True, export=export_of(genres, "genres", filters)):
        if genres.empty:
            st.caption("Nothing has been played under the filters.")
            return
        figure = charts.ranked_bars(says.genre_bars(genres), spell=words.percent, theme=theme())
        chart(figure, name="genres", alt=says.genre_words(genres))


def profile(artist_id: str) -> None:
    artist = ask(artists.one, artist_id=artist_id).iloc[0].to_dict()
    touring = ask(artists.touring, artist_id=artist_id)
    with card(says.profile_words(artist, touring), "Touring history and dates ahead, newest first, at most 500",
              export=export_of(touring, "touring")):
        st.caption(prose(says.profile_facts(artist)))
        table(touring, TOURING, alt=says.profile_words(artist, touring), height=360)


def by_city(artist_id: str) -> None:
    cities = ask(artists.by_city, artist_id=artist_id)
    with card("How they sold for us by city", "Share of sellable; range: worst and best show where there are several",
              chart=True, export=export_of(cities, "artist-cities")):
        if cities.empty:
            st.caption("They have not played for us yet.")
            return
        figure = charts.dot_ranges(says.city_bars(cities), spell=words.percent, theme=theme())
        chart(figure, name="artist-cities", alt="Share of sellable sold by city")


page()
