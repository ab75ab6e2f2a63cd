"""Events – which dates are safe?"""

import pandas as pd
import streamlit as st

from core import charts, events, words
from core.answers import events as says
from core.filters import Filters
from pages.parts import states
from pages.parts.ask import ask
from pages.parts.card import card, export_of
from pages.parts.chart import chart, theme
from pages.parts.filters import choose
from pages.parts.frame import answer, heading
from pages.parts.metrics import Metric, metric_row
from pages.parts.table import Column, table

CLASHES = {"local_date": Column("Our date", "day"), "artist": Column("Our show", pinned=True), "city": Column("City"),
           "other": Column("Theirs"), "other_venue": Column("At"), "apart": Column("Apart"),
           "miles": Column("Miles", "whole"), "kind": Column("Genre"), "other_capacity": Column("Their capacity", "whole"),
           "severity": Column("Severity", "tenths")}
HOLDS = {"local_date": Column("Date", "day"), "venue": Column("Venue"), "level": Column("Level"),
         "artist": Column("Artist"), "challenged_at": Column("Challenged", "day"),
         "respond_by": Column("Respond by", "day"), "outcome": Column("Outcome")}
LISTINGS = {"local_date": Column("Date", "day"), "name": Column("Event", pinned=True), "venue": Column("Venue"),
            "city": Column("City"), "genre": Column("Genre"), "status": Column("Status"),
            "venue_capacity": Column("Capacity", "whole"), "is_ours": Column("Ours", "tick"), "source": Column("Source")}
CHANGES = {"seen_at": Column("Seen", "day"), "change": Column("Change"), "name": Column("Event"),
           "venue": Column("Venue"), "city": Column("City"), "local_date": Column("Date", "day")}


def page() -> None:
    heading("Events")
    filters = choose()
    totals = ask(events.totals, filters=filters).iloc[0]
    clashes = ask(events.clashes, filters=filters)
    listings = ask(events.listings, filters=filters)
    answer(says.answer(clashes, totals["ours"], events.AHEAD_DAYS))
    if listings.empty:
        states.empty("No events listed", "Nothing listed matches the filters.", clear=filters.chosen)
        return
    metric_row(metrics(totals, clashes))
    left, right = st.columns([7, 4], gap="medium")
    with left:
        clash_table(clashes, filters)
        listing_table(listings, filters)
    with right:
        date_strip(ask(events.strip, filters=filters), filters)
        hold_ledger(ask(events.holds, filters=filters), filters)
        radius_clauses(ask(events.radius, filters=filters), filters)
        change_feed(ask(events.changes, filters=filters), filters)


def metrics(totals: pd.Series, clashes: pd.DataFrame) -> list[Metric]:
    return [
        Metric("Our shows ahead", words.count(totals["ours"]), fact=f"in {words.things(totals['markets'], 'market')}"),
        Metric("Shows of others", words.count(totals["others"]),
               fact=f"{words.count(totals['competing_capacity'])} seats"),
        Metric("Serious clashes", words.count(says.serious(clashes)),
               fact=f"within {events.CLASH_DAYS} days, next {events.AHEAD_DAYS}"),
        Metric("Called off or moved", words.count(totals["disrupted"]), fact="of those listed ahead"),
    ]


def clash_table(clashes: pd.DataFrame, filters: Filters) -> None:
    with card(f"{words.things(len(clashes), 'clash', 'clashes')}, worst first",
              "Same market, at most 3 days apart. Severity: their capacity over ours, halved in another genre, "
              "less with each day between.", export=export_of(clashes, "clashes", filters)):
        if clashes.empty:
            st.caption("No rival is listed near a show of ours.")
            return
        table(says.with_words(clashes), CLASHES, alt=f"{len(clashes)} clashes, worst first", height=420)


def date_strip(strip: pd.DataFrame, filters: Filters) -> None:
    with card(says.strip_words(strip), "Competing seats a day, next 60 days, markets with most of our shows; "
              "our shows outlined.", chart=True, export=export_of(strip, "date-strip", filters)):
        if len(strip):
            chart(charts.date_strip(strip, theme=theme()), name="date-strip", alt=says.strip_words(strip))


def hold_ledger(holds: pd.DataFrame, filters: Filters) -> None:
    with card(says.holds_words(holds), "Hold ledger: open challenges first", export=export_of(holds, "holds", filters)):
        if holds.empty:
            st.caption("No date is held.")
            return
        table(says.level_words(holds), HOLDS, alt=says.holds_words(holds), height=300)


def radius_clauses(radius: pd.DataFrame, filters: Filters) -> None:
    if radius.empty:
        return
    with card("Radius clauses in force", "From days before to days after each coming show, soonest first", chart=True,
              export=export_of(radius, "radius-clauses", filters)):
        bars = radius.assign(kind="radius clause")
        chart(charts.timeline_bars(bars, theme=theme()), name="radius-clauses",
              alt=f"{len(radius)} radius clauses on a timeline")


def change_feed(changes: pd.DataFrame, filters: Filters) -> None:
    with card(f"{words.things(len(changes), 'change')} in the listings", "New, cancelled, rescheduled, postponed or gone, "
              "newest first", export=export_of(changes, "changes", filters)):
        if changes.empty:
            st.caption("No listing has changed since the first ingest.")
            return
        table(changes, CHANGES, alt=f"{len(changes)} changes in the listings", height=260)


def listing_table(listings: pd.DataFrame, filters: Filters) -> None:
    with card("Everything listed", "Ours and others' shows, soonest first, at most 1,000",
              export=export_of(listings, "listings", filters)):
        table(listings, LISTINGS, alt=f"{len(listings)} listed shows", height=520)


page()
