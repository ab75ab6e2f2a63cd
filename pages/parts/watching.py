"""The cards of Artists on one artist's audience: whom it is like, how it grows; and whom the reader watches."""

import pandas as pd
import streamlit as st

from core import recommendations
from core.access import Action, Grant
from core.answers import bookings as says
from core.desk import choices
from core.errors import NotEnoughData
from pages.parts import states
from pages.parts.ask import ask
from pages.parts.card import card, export_of
from pages.parts.signing import deed, reader
from pages.parts.table import Column, table
from pages.parts.text import prose

ALIKE = {"artist": Column("Artist"), "genre": Column("Genre"), "listeners": Column("Listeners", "whole"),
         "score": Column("Score", "tenths")}
OVER = {"market": Column("Market"), "index": Column("Index", "tenths"), "lo": Column("From", "tenths"),
        "hi": Column("To", "tenths")}
WATCHED = {"artist": Column("Artist"), "flag": Column("Flag"), "growth": Column("Growth, %", "percent_tenths"),
           "deviations": Column("Deviations", "tenths"), "listeners": Column("Listeners", "whole"),
           "next_date": Column("Next date", "day"), "next_city": Column("City"), "declined": Column("Not known")}


def alike(artist_id: str, name: str) -> None:
    """Similar artists with their method, growth, and where it is heard more than elsewhere."""
    growth = says.growth_words(ask(recommendations.growth, artist_ids=(artist_id,)))
    over = ask(recommendations.over_index, artist_id=artist_id)
    markets = "" if len(over) else " By market: no audience figures by market on file."
    try:
        found = ask(recommendations.similar, artist_id=artist_id, k=10)
    except NotEnoughData as error:
        states.too_little(f"Whom {name} is like is not known", f"{error} {growth}{markets}")
        return
    with card(f"{name} is most like {found['artist'].iloc[0]}", f"By {found['method'].iloc[0]}; scores compare within "
              "this list", export=export_of(found, "similar"), note=f"{growth}{markets}", last=True):
        table(found, ALIKE, alt=f"Artists like {name}", rows=6)
        if len(over):
            table(over, OVER, alt=f"Where {name} is heard more than elsewhere, 1 is as everywhere", rows=5)


def watch_list(artist_id: str, name: str) -> None:
    """The reader's own list, and a button that puts the artist on it or takes it off."""
    person = reader().actor
    watched = recommendations.watch_list(person=person)
    with card(says.watch_words(watched), "Your list; a spike is growth of 2 standard deviations or more among artists "
              "of its size", export=export_of(watched, "watch-list"), last=True):
        if len(watched):
            table(says.watch_table(watched), WATCHED, alt=says.watch_words(watched), rows=6)
        if reader().may(Action.watch):
            on = artist_id in set(watched["artist_id"])
            st.button(f"{'Stop watching' if on else 'Watch'} the artist above", key="watch", help=prose(name),
                      on_click=deed, args=(Action.watch, unwatch if on else watch, artist_id))


def watch(grant: Grant, artist_id: str) -> None:
    choices.watch(actor=grant.actor, artist_id=artist_id)


def unwatch(grant: Grant, artist_id: str) -> None:
    choices.unwatch(actor=grant.actor, artist_id=artist_id)


def named(ranking: pd.DataFrame, artist_id: str) -> str:
    return str(ranking.loc[ranking["artist_id"] == artist_id, "artist"].iloc[0])
