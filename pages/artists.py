"""Artists – whom should we book here?"""

from typing import Any

import pandas as pd
import streamlit as st

from core import artists, charts, words
from core.answers import artists as says
from core.filters import Filters
from pages.parts import booking, profile, scoring, states, watching
from pages.parts.ask import ask
from pages.parts.card import card, export_of
from pages.parts.chart import chart
from pages.parts.filters import choose, pick_view
from pages.parts.frame import answer, heading
from pages.parts.metrics import Metric, metric_row
from pages.parts.table import Column, kept_table

VIEWS = ("Book next", "Artist", "All artists", "Watch list", "Report card")
RANKING = {"artist": Column("Artist", width=150), "sell_through": Column("Sold, %", "bar", width=110),
           "shows": Column("Our shows", "whole", width=75), "avg_tickets": Column("Tickets a show", "whole", width=100),
           "last": Column("Last with us", width=200), "genre": Column("Genre", width=85),
           "upcoming": Column("Ahead", "whole", width=60)}
UNPROVEN = {"artist": Column("Artist"), "genre": Column("Genre"), "listeners": Column("Listeners", "whole"),
            "listed_dates": Column("Dates on file", "whole"), "upcoming": Column("Ahead", "whole")}


def page() -> None:
    heading("Artists")
    filters = choose()
    ranking = ask(artists.ranking, filters=filters)
    if ranking.empty:
        answer(says.answer(ranking))
        states.empty("No artists", says.why_empty(filters.chosen), clear=filters.chosen)
        return
    match pick_view(VIEWS):
        case "Artist":
            profile.artist(ranking)
        case "All artists":
            everyone(ranking, filters)
        case "Watch list":
            watching.watch_list()
        case "Report card":
            scoring.report_card()
        case _:
            booking.book_next(filters)


def everyone(ranking: pd.DataFrame, filters: Filters) -> None:
    answer(says.answer(ranking))
    metric_row(metrics(ask(artists.totals, filters=filters).iloc[0]))
    genres = ask(artists.by_genre, filters=filters)
    if genres.empty:
        ranked(ranking, filters)
        return
    left, right = st.columns([7, 4], gap="medium")
    with left:
        ranked(ranking, filters)
    with right:
        by_genre(genres, filters)


def metrics(totals: pd.Series) -> list[Metric]:
    return [
        Metric("Artists", words.count(totals["artists"]), fact=f"of {words.count(totals['known'])} on file"),
        Metric("Played for us", words.count(totals["with_our_shows"]),
               fact=says.share_words(totals["with_our_shows"], totals["artists"], "artists")),
        Metric("Dates on file", words.count(totals["dates"]), fact=f"{words.count(totals['ahead'])} ahead"),
        Metric("With listeners", words.count(totals["with_listeners"]),
               fact=says.share_words(totals["with_listeners"], totals["artists"], "artists")),
    ]


def ranked(ranking: pd.DataFrame, filters: Filters) -> None:
    with card(says.ranked_words(ranking), "By share of sellable sold at played shows of ours, then tickets, listeners, "
              "dates; first 100. A record, not a prediction.", export=export_of(ranking, "artists", filters)):
        kept_table(ranking_rows, RANKING if ranking["shows"].any() else UNPROVEN, alt=says.answer(ranking), rows=20,
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


page()
