"""Artists, view "Book next": one artist of the slate, why it is on it, and what another price or room would bring."""

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from core import bookings, charts
from core.access import Action
from core.answers import bookings as says
from pages.parts import states
from pages.parts.ask import ask
from pages.parts.card import card, export_of
from pages.parts.chart import chart
from pages.parts.filters import pick
from pages.parts.signing import reader
from pages.parts.table import Column, kept_table

TRIES = {"changed": Column("Tried"), "venue": Column("Room"), "price": Column("Price", "cents"),
         "sellable": Column("Sellable", "whole"), "sold": Column("Sold (range)", "odds"),
         "result": Column("Our result (range)", "odds"), "break_even_tickets": Column("Break-even", "whole")}
NEAR = {"local_date": Column("Date", "day"), "venue": Column("Venue"), "city": Column("City"),
        "venue_capacity": Column("Capacity", "whole"), "tickets_sold": Column("Sold", "whole"),
        "sell_through": Column("Sold, %", "percent"), "days_to_half": Column("Days to half", "whole")}


def chosen_one(slate: pd.DataFrame, day: date) -> None:
    """One artist of the slate: reasons, evidence, and other prices and rooms."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        artist_id = pick("Look closer at", "booking", dict(zip(slate["artist_id"], slate["artist"], strict=True)))
        st.button("Open profile", on_click=open_profile, args=(artist_id,), key="open profile")
    row = slate[slate["artist_id"] == artist_id].iloc[0]
    one = {"artist_id": artist_id, "venue_id": row["venue_id"], "day": day}
    left, right = st.columns([4, 7], gap="medium")
    with left:
        why(row, one)
    with right:
        if reader().may(Action.see_money):
            what_if(row, one)
        evidence(row, one)


def open_profile(artist_id: str) -> None:
    st.session_state["view"], st.session_state["artist"] = "Artist", artist_id


def why(row: pd.Series, one: dict[str, Any]) -> None:
    reasons = ask(bookings.reasons, **one, k=1_000)
    with card(f"Why {row['artist']}", "What adds up to its score, by whom this room had before; 0 is its average artist",
              chart=True, last=True, export=export_of(reasons, "reasons"), note=row["why"]):
        chart(why_figure, name="reasons", alt=row["why"], **one)


def why_figure(*, artist_id: str, venue_id: str, day: date, theme: charts.Theme) -> Any:
    terms = ask(bookings.reasons, artist_id=artist_id, venue_id=venue_id, day=day, k=1_000)
    return charts.contribution_bars(says.reason_bars(terms), total_label="Score", theme=theme)


def what_if(row: pd.Series, one: dict[str, Any]) -> None:
    with st.grid(3, min_column_width=110, vertical_alignment="bottom"):
        price = st.number_input("Try price", min_value=1.0, value=None, step=1.0, key="try price", placeholder="Usual")
        room = st.number_input("Try sellable", min_value=1, value=None, step=50, key="try room", placeholder="Usual")
        fee = st.number_input("Try fee", min_value=0, value=None, step=500, key="try fee", placeholder="Usual")
    tried = one | {"price": price, "sellable": room, "fee": fee}
    tries = ask(bookings.what_if, **tried)
    if tries[["sell_through", "break_even_tickets"]].isna().all(axis=None):
        states.too_little("What another price or room would bring is not known", says.declined_words(tries))
        return
    finding = says.tries_words(tries, row["currency"])
    with card(finding, f"Price {row['price_basis']}; fee {row['fee_basis']}; deal and costs as at our last show like it. "
              "Shares are what shows at such prices sold, not what a change would cause; none rises with the price",
              export=export_of(tries, "what-if"), note=says.declined_words(tries)):
        kept_table(tries_rows, TRIES, alt=finding, rows=8, currency=row["currency"], **tried)


def tries_rows(*, currency: str | None, **tried: Any) -> pd.DataFrame:
    return says.tries_table(ask(bookings.what_if, **tried), currency)


def evidence(row: pd.Series, one: dict[str, Any]) -> None:
    near = ask(bookings.evidence, **one)
    with card(row["evidence"].removesuffix("."), "Past dates within 150 miles, or in the same city where a place is not "
              "known; sold where the show was ours", last=True, export=export_of(near, "near")):
        if len(near):
            kept_table(bookings.evidence, NEAR, alt=row["evidence"], rows=5, **one)
