"""Artists, view "Book next": the slate for a room and a day."""

from datetime import date
from typing import Any, NamedTuple

import pandas as pd
import streamlit as st

from core import bookings, recommendations, sources
from core.access import Action
from core.answers import bookings as says
from core.errors import NotEnoughData
from core.filters import Filters
from pages.parts import states, weighing
from pages.parts.ask import ask
from pages.parts.card import card, export_of
from pages.parts.filters import pick
from pages.parts.frame import answer
from pages.parts.metrics import Metric, metric_row
from pages.parts.signing import reader
from pages.parts.table import Column, kept_table

LISTED = 10
SLATE = {"artist": Column("Artist", width=140), "sold": Column("Sold (range)", "odds", width=125),
         "fit": Column("Room fit", "bar", width=85), "result": Column("Our result (range)", "odds", width=185),
         "fee": Column("Expected fee", "whole", width=90), "venue": Column("Room", width=130),
         "near": Column("Last play near", width=260), "genre": Column("Genre", width=80),
         "why": Column("Why", width=300)}


class Asked(NamedTuple):
    """What a slate was asked for. `place` is a venue_id, or a market behind `says.MARKET`."""

    place: str
    where: str
    day: date
    fee_from: float | None
    fee_to: float | None
    genres: tuple[str, ...]

    @property
    def in_market(self) -> bool:
        return self.place.startswith(says.MARKET)


def book_next(filters: Filters) -> None:
    """Room, day and fee; the slate; and one artist of it looked at closer."""
    asked = ask_for(filters)
    if asked is None:
        answer(says.unknown(""))
        states.too_little("Whom to book next is not known", "No venue is known under the filters.")
        return
    try:
        said = ask(slate_words, asked=asked)
    except NotEnoughData as error:
        answer(says.unknown(asked.where))
        states.too_little("Whom to book next is not known", str(error))
        return
    slate = slate_of(asked)
    answer(said.answer)
    metric_row(said.figures)
    the_slate(asked, slate, said)
    if len(slate):
        weighing.chosen_one(slate, asked.day)


class Said(NamedTuple):
    """The words of a slate, made once for each snapshot."""

    answer: str
    figures: list[Metric]
    finding: str
    note: str


def slate_words(*, asked: Asked) -> Said:
    slate, card_so_far = slate_of(asked), ask(recommendations.report_card)
    considered = None if asked.in_market else ask(bookings.considered, venue_id=asked.place, **limits(asked))
    return Said(says.answer(slate, asked.where, asked.day, card_so_far),
                [Metric(*figure) for figure in says.figures(slate, considered, card_so_far)],
                says.slate_words(slate, asked.where), says.slate_note(slate, considered))


def ask_for(filters: Filters) -> Asked | None:
    """Let place, date and fee be chosen; None where no venue is known under the filters."""
    filters = reader().narrowed(filters)
    options = ask(rooms, markets=filters.markets, venues=filters.venues)
    if not options:
        return None
    today = pd.Timestamp(ask(sources.about)["today"].iloc[0]).date()
    left, right = st.columns([5, 6], vertical_alignment="bottom")
    with left:
        place = pick("Book for", "room", options)
    with right, st.grid(3, min_column_width=110, vertical_alignment="bottom"):
        day = st.date_input("Show date", says.usual_day(today), key="on", format="YYYY-MM-DD", bind="query-params")
        least = most = None
        if reader().may(Action.see_money):
            least = st.number_input("Fee from", min_value=0, value=None, step=500, key="fee-from", placeholder="Any",
                                    bind="query-params")
            most = st.number_input("Fee to", min_value=0, value=None, step=500, key="fee-to", placeholder="Any",
                                   bind="query-params")
    return Asked(place, options[place], day or says.usual_day(today), least, most, filters.genres)


def rooms(*, markets: tuple[str, ...], venues: tuple[str, ...]) -> dict[str, str]:
    return says.places(ask(bookings.venues), markets, venues)


def limits(asked: Asked) -> dict[str, Any]:
    return {"day": asked.day, "fee_from": asked.fee_from, "fee_to": asked.fee_to, "genres": asked.genres}


def slate_of(asked: Asked) -> pd.DataFrame:
    """The slate asked for. Raises NotEnoughData."""
    if asked.in_market:
        return ask(bookings.book_market, market=asked.place.removeprefix(says.MARKET), k=LISTED, **limits(asked))
    return ask(bookings.book, venue_id=asked.place, k=LISTED, **limits(asked))


def the_slate(asked: Asked, slate: pd.DataFrame, said: Said) -> None:
    shown = SLATE if asked.in_market else {name: column for name, column in SLATE.items() if name != "venue"}
    with card(said.finding, "Artists new to the room; ranked by rooms that book alike, genres mixed; none who plays within "
              "150 miles and 60 days or is held by a radius clause. Range: 80%", export=export_of(slate, "book-next"),
              note=said.note):
        if len(slate):
            kept_table(slate_rows, shown, alt=said.finding, asked=asked)


def slate_rows(*, asked: Asked) -> pd.DataFrame:
    return says.slate_table(slate_of(asked))
