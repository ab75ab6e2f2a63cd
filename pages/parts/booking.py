"""The cards of Artists on whom to book next: the slate, why, what another price or room would bring, the report card."""

from datetime import date
from typing import Any, NamedTuple

import pandas as pd
import streamlit as st

from core import bookings, charts, recommendations, sources
from core.access import Action
from core.answers import bookings as says
from core.errors import NotEnoughData
from core.filters import Filters
from pages.parts import states
from pages.parts.ask import ask
from pages.parts.card import card, export_of
from pages.parts.chart import chart
from pages.parts.filters import pick
from pages.parts.signing import reader
from pages.parts.table import Column, kept_table, table

LISTED = 10
SLATE = {"artist": Column("Artist", width=140), "sold": Column("Sold (range)", "odds", width=125),
         "fit": Column("Room fit", "bar", width=85), "result": Column("Our result (range)", "odds", width=185),
         "fee": Column("Expected fee", "whole", width=90), "venue": Column("Room", width=130),
         "evidence": Column("Last plays near", width=260), "genre": Column("Genre", width=80)}
TRIES = {"changed": Column("Tried"), "venue": Column("Room"), "price": Column("Price", "cents"),
         "sellable": Column("Sellable", "whole"), "sold": Column("Sold (range)", "odds"),
         "result": Column("Our result (range)", "odds"), "break_even_tickets": Column("Break-even", "whole")}
NEAR = {"local_date": Column("Date", "day"), "venue": Column("Venue"), "city": Column("City"),
        "venue_capacity": Column("Capacity", "whole"), "tickets_sold": Column("Sold", "whole"),
        "sell_through": Column("Sold, %", "percent"), "days_to_half": Column("Days to half", "whole")}
CARD = {"what": Column("What", width=150), "method": Column("Method", width=120), "n": Column("n", "whole", width=50),
        "hit_rate": Column("Hit rate", "percent", width=70), "ndcg": Column("NDCG", "percent_tenths", width=70),
        "error": Column("Error", "percent_tenths", width=70), "coverage": Column("Range held", "percent", width=85),
        "period": Column("Period", width=165)}


class Asked(NamedTuple):
    """What a slate was asked for. `place` is a venue_id, or a market behind `says.MARKET`."""

    place: str
    where: str
    day: date
    fee_from: float | None
    fee_to: float | None


def ask_for(filters: Filters) -> Asked | None:
    """Let place, date and fee be chosen; None where no venue is known under the filters."""
    options = says.places(ask(bookings.venues), filters.markets, filters.venues)
    if not options:
        return None
    today = pd.Timestamp(ask(sources.about)["today"].iloc[0]).date()
    left, right = st.columns([5, 6], vertical_alignment="bottom")
    with left:
        place = pick("Book for", "room", options)
    with right, st.grid(3, min_column_width=110, vertical_alignment="bottom"):
        day = st.date_input("Show date", says.usual_day(today), key="show date", format="YYYY-MM-DD")
        least = st.number_input("Fee from", min_value=0, value=None, step=500, key="fee from", placeholder="Any")
        most = st.number_input("Fee to", min_value=0, value=None, step=500, key="fee to", placeholder="Any")
    return Asked(place, options[place], day, least, most)


def slate_of(asked: Asked) -> pd.DataFrame:
    """The slate asked for. Raises NotEnoughData."""
    limits = {"fee_from": asked.fee_from, "fee_to": asked.fee_to}
    if asked.place.startswith(says.MARKET):
        return ask(bookings.book_market, market=asked.place.removeprefix(says.MARKET), day=asked.day, k=LISTED, **limits)
    return ask(bookings.book, venue_id=asked.place, day=asked.day, k=LISTED, **limits)


def book_next(asked: Asked, slate: pd.DataFrame) -> None:
    """The slate, and beside it why the chosen one is on it."""
    shown = dict(SLATE)
    if not reader().may(Action.see_money):
        del shown["fee"]
    if not asked.place.startswith(says.MARKET):
        del shown["venue"]
    with card(says.slate_words(slate, asked.where), "Artists new to the room, none within 150 miles and 60 days or held "
              "by a radius clause; ranked by rooms that book alike, genres mixed. Range: 80%",
              export=export_of(slate, "book-next"), note=note_of(asked, slate)):
        if len(slate):
            table(says.slate_table(slate), shown, alt=says.slate_words(slate, asked.where))
    if len(slate):
        chosen_one(asked, slate)


def note_of(asked: Asked, slate: pd.DataFrame) -> str:
    """What was left out, and why figures are missing."""
    if asked.place.startswith(says.MARKET):
        return says.declined_words(slate)
    looked_at = ask(bookings.considered, venue_id=asked.place, day=asked.day, fee_from=asked.fee_from,
                    fee_to=asked.fee_to)
    return f"{says.left_out_words(looked_at)}. {says.declined_words(slate)}".strip()


def chosen_one(asked: Asked, slate: pd.DataFrame) -> None:
    """One artist of the slate: reasons, evidence, and other prices and rooms."""
    artist_id = pick("Look closer at", "booking", dict(zip(slate["artist_id"], slate["artist"], strict=True)))
    row = slate[slate["artist_id"] == artist_id].iloc[0]
    one = {"artist_id": artist_id, "venue_id": row["venue_id"], "day": asked.day}
    left, right = st.columns([4, 7], gap="medium")
    with left:
        why(row, one)
    with right:
        what_if(row, one)
        evidence(row, one)


def why(row: pd.Series, one: dict[str, Any]) -> None:
    reasons = ask(bookings.reasons, **one, k=10_000)
    with card(f"Why {row['artist']}", "What adds up to its score; 0 is the room's average artist", chart=True, last=True,
              export=export_of(reasons, "reasons"), note=row["why"]):
        chart(why_figure, name="reasons", alt=row["why"], **one)


def why_figure(*, artist_id: str, venue_id: str, day: date, theme: charts.Theme) -> Any:
    terms = ask(bookings.reasons, artist_id=artist_id, venue_id=venue_id, day=day, k=10_000)
    return charts.contribution_bars(says.reason_bars(terms), total_label="Score", theme=theme)


def what_if(row: pd.Series, one: dict[str, Any]) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        price = st.number_input("Try price", min_value=1.0, value=None, step=1.0, key="try price", placeholder="Usual")
        room = st.number_input("Try sellable", min_value=1, value=None, step=50, key="try room", placeholder="Usual")
    tries = ask(bookings.what_if, **one, price=price, sellable=room)
    usual = f"Price {row['price_basis']}; fee {row['fee_basis']}"
    with card("Another price or room", f"{usual}; deal and costs as at our last show like it",
              export=export_of(tries, "what-if")):
        table(says.tries_table(tries, row["currency"]), TRIES, alt=f"{row['artist']} at other prices and rooms", rows=8)


def evidence(row: pd.Series, one: dict[str, Any]) -> None:
    near = ask(bookings.evidence, **one)
    with card(row["evidence"].removesuffix("."), "Past dates within 150 miles, or in the same city where a place is not "
              "known; sold where the show was ours", last=True, export=export_of(near, "near")):
        if len(near):
            kept_table(bookings.evidence, NEAR, alt=row["evidence"], rows=5, **one)


def report_card() -> None:
    """How past lists and ranges did, against popularity, the venue's mean and the artist's last show."""
    past = ask(recommendations.report_card)
    if past.empty:
        states.too_little(says.card_words(past), "Measure it with: python -m core evaluate recommend.")
        return
    with card(says.card_words(past), "Taught on what was known at four cuts, scored on the 3 months after each. Hit: one "
              "of the first ten was booked. Error: mean, in shares of the house", last=True,
              export=export_of(past, "recommendation-report-card")):
        kept_table(card_rows, CARD, alt=says.card_words(past))


def card_rows() -> pd.DataFrame:
    return says.card_table(ask(recommendations.report_card))


def slate_or_none(asked: Asked | None) -> tuple[pd.DataFrame | None, str]:
    """The slate, or None and the reason why there is none."""
    if asked is None:
        return None, "No venue is known under the filters."
    try:
        return slate_of(asked), ""
    except NotEnoughData as error:
        return None, str(error)
