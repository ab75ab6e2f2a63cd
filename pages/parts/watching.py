"""Artists, view "Watch list": whom the reader watches, who spikes, and who grows most for their size."""

import streamlit as st

from core import recommendations
from core.access import Action, Grant
from core.answers import bookings as says
from core.desk import choices
from pages.parts import states
from pages.parts.ask import ask
from pages.parts.card import card, export_of
from pages.parts.frame import answer
from pages.parts.signing import deed, reader
from pages.parts.table import Column, kept_table, table
from pages.parts.text import prose

WATCHED = {"artist": Column("Artist"), "flag": Column("Flag"), "growth": Column("Growth, %", "percent_tenths"),
           "deviations": Column("Deviations", "tenths"), "listeners": Column("Listeners", "whole"),
           "next_date": Column("Next date", "day"), "next_city": Column("City"), "declined": Column("Not known", width=280)}
GROWING = {"artist": Column("Artist"), "flag": Column("Flag"), "metric": Column("Figure"),
           "recent": Column("Last 30 days", "whole"), "before": Column("30 before", "whole"),
           "growth": Column("Growth, %", "percent_tenths"), "deviations": Column("Deviations", "tenths"),
           "size_band": Column("Size")}


def watch_list() -> None:
    watched = recommendations.watch_list(person=reader().actor)
    answer(f"{says.watch_words(watched)}.")
    if len(watched):
        with card("Your watch list", "Growth: mean of the last 30 days against the 30 before. A spike is 2 standard deviations "
                  "or more above artists of its size", export=export_of(watched, "watch-list")):
            table(says.watch_table(watched), WATCHED, alt=says.watch_words(watched), rows=15)
            if reader().may(Action.watch):
                left, right = st.columns([3, 1], vertical_alignment="bottom")
                names = dict(zip(watched["artist_id"], watched["artist"], strict=True))
                whom = left.selectbox("Watched", list(names), format_func=lambda each: prose(names[each]), key="watched")
                right.button("Stop watching", on_click=deed, args=(Action.watch, unwatch, whom), key="unwatch")
    else:
        states.too_little("Nobody is watched yet", "Open an artist and press Watch.")
    growing()


def growing() -> None:
    """Everybody with dated audience figures, most growth for their size first."""
    known = ask(recommendations.growth)
    if known.empty:
        states.too_little("Who grows is not known", "No dated audience figures are on file: ingest listenbrainz, twice or "
                          "more over at least 40 days.")
        return
    with card(says.growing_words(known), "Mean of the last 30 days against the 30 before, in standard deviations within its "
              "size band; first 100", export=export_of(known, "growth")):
        kept_table(growing_rows, GROWING, alt=says.growing_words(known), rows=15)


def growing_rows() -> object:
    return says.watch_table(ask(recommendations.growth))


def watch_button(artist_id: str) -> None:
    """Puts an artist on the reader's list, or takes it off."""
    if reader().may(Action.watch):
        on = artist_id in {row.artist_id for row in choices.watched(reader().actor)}
        st.button("Stop watching" if on else "Watch", key="watch", on_click=deed,
                  args=(Action.watch, unwatch if on else watch, artist_id))


def watch(grant: Grant, artist_id: str) -> None:
    choices.watch(actor=grant.actor, artist_id=artist_id)


def unwatch(grant: Grant, artist_id: str) -> None:
    choices.unwatch(actor=grant.actor, artist_id=artist_id)
