"""Events – which dates are safe?"""

from typing import Any

import pandas as pd
import streamlit as st

from core import charts, events, sources, words
from core.answers import events as says
from core.filters import Filters
from pages.parts import states
from pages.parts.ask import ask
from pages.parts.card import card, export_of
from pages.parts.chart import chart
from pages.parts.filters import choose
from pages.parts.frame import answer, heading
from pages.parts.metrics import Metric, metric_row
from pages.parts.table import Column, kept_table

CLASHES = {"show": Column("Our show", width=205), "local_date": Column("Our date", "day", width=112),
           "rival": Column("Theirs", width=225),
           "apart": Column("Theirs is", width=95), "miles": Column("Miles", "whole"), "kind": Column("Genre", width=60),
           "severity": Column("Severity", "tenths", width=70)}
HOLDS = {"answer": Column("Respond by", width=100), "held": Column("Held", width=245),
         "level": Column("Level", width=50)}
LISTINGS = {"local_date": Column("Date", "day"), "name": Column("Event"), "venue": Column("Venue"),
            "city": Column("City"), "whose": Column("Whose"), "genre": Column("Genre"), "state": Column("Status"),
            "venue_capacity": Column("Capacity", "whole")}
CHANGES = {"seen_at": Column("Seen", "day"), "change": Column("Change"), "name": Column("Event"),
           "venue": Column("Venue"), "city": Column("City"), "local_date": Column("Date", "day")}


def page() -> None:
    heading("Events")
    chosen = choose()
    filters = says.window(chosen, ask(events.span, filters=chosen).iloc[0], events.AHEAD_DAYS)
    totals = ask(events.totals, filters=filters).iloc[0]
    clashes = ask(events.clashes, filters=filters)
    listings = ask(events.listings, filters=filters)
    answer(says.answer(clashes, totals["ours"], events.AHEAD_DAYS) if filters == chosen
           else says.past_answer(totals, filters))
    if listings.empty:
        states.empty("No events listed", says.why_empty(chosen.chosen), clear=chosen.chosen)
        return
    metric_row(metrics(totals, clashes))
    left, right = st.columns([7, 4], gap="medium")
    with left:
        clash_table(clashes, filters)
        date_strip(ask(events.strip, filters=filters), filters)
    with right:
        hold_ledger(ask(events.holds, filters=filters), filters)
        radius_clauses(ask(events.radius, filters=filters), filters)
        market_map(ask(events.by_market, filters=filters), filters)
        change_feed(ask(events.changes, filters=filters), filters)
    listing_table(listings, filters)


def metrics(totals: pd.Series, clashes: pd.DataFrame) -> list[Metric]:
    listed = totals["ours"] + totals["others"]
    return [
        Metric("Our shows", words.count(totals["ours"]), fact=f"in {words.things(totals['markets'], 'market')}"),
        Metric("Shows of others", words.count(totals["others"]),
               fact=says.seat_words(totals)),
        Metric("With serious clash", words.count(says.serious(clashes)), fact=says.clash_words(clashes)),
        Metric("Called off or moved", words.count(totals["disrupted"]), fact=f"of {words.count(listed)} listed"),
    ]


def clash_table(clashes: pd.DataFrame, filters: Filters) -> None:
    with card(says.clashes_words(clashes), f"Rivals in the same market within {events.CLASH_DAYS} days of our show, "
              "worst first. Severity: their capacity over our sellable, halved in another genre, less with each day "
              f"between; {says.SEVERE} or more is serious", export=export_of(clashes, "clashes", filters)):
        if clashes.empty:
            st.caption("No rival is listed near a show of ours.")
            return
        kept_table(clash_rows, CLASHES, alt=says.clashes_words(clashes), filters=filters)


def clash_rows(*, filters: Filters) -> pd.DataFrame:
    return says.with_words(ask(events.clashes, filters=filters))


def date_strip(strip: pd.DataFrame, filters: Filters) -> None:
    with card(says.strip_words(strip), f"Competing seats a day, {events.AHEAD_DAYS} days, the {events.MARKETS} markets "
              "with most of our shows; our shows outlined", chart=True, last=True,
              export=export_of(strip, "date-strip", filters)):
        if strip["competing_capacity"].any():
            chart(strip_figure, name="date-strip", alt=says.strip_words(strip), filters=filters)


def strip_figure(*, filters: Filters, theme: charts.Theme) -> Any:
    return charts.date_strip(ask(events.strip, filters=filters), theme=theme)


def hold_ledger(holds: pd.DataFrame, filters: Filters) -> None:
    with card(says.holds_words(holds), "Hold ledger, open challenges first; 1H is the first hold on a date",
              export=export_of(holds, "holds", filters)):
        if len(holds):
            kept_table(hold_rows, HOLDS, alt=says.holds_words(holds), filters=filters)


def hold_rows(*, filters: Filters) -> pd.DataFrame:
    return says.hold_table(ask(events.holds, filters=filters))


def radius_clauses(radius: pd.DataFrame, filters: Filters) -> None:
    if radius.empty:
        return
    with card("Radius clauses, soonest show first", "From days before to days after each coming show, within so many "
              "miles; stroke: today", chart=True, export=export_of(radius, "radius-clauses", filters)):
        chart(radius_figure, name="radius-clauses", alt=f"{len(radius)} radius clauses on a timeline", filters=filters)


def radius_figure(*, filters: Filters, theme: charts.Theme) -> Any:
    today = ask(sources.about).iloc[0]["today"].date()
    return charts.timeline_bars(says.radius_bars(ask(events.radius, filters=filters)), today=today, theme=theme)


def market_map(markets: pd.DataFrame, filters: Filters) -> None:
    places = says.map_places(markets)
    if places.empty:
        return
    with card("Where the shows are", says.map_caption(markets), chart=True,
              export=export_of(markets, "markets", filters)):
        chart(map_figure, name="markets", alt=f"{len(places)} markets on a map", filters=filters)


def map_figure(*, filters: Filters, theme: charts.Theme) -> Any:
    return charts.event_map(says.map_places(ask(events.by_market, filters=filters)), theme=theme)


def change_feed(changes: pd.DataFrame, filters: Filters) -> None:
    with card(says.changes_words(changes), "New, cancelled, rescheduled, postponed or gone, "
              "newest first", last=len(changes) > 0, export=export_of(changes, "changes", filters)):
        if len(changes):
            kept_table(events.changes, CHANGES, alt=says.changes_words(changes), rows=8, filters=filters)


def listing_table(listings: pd.DataFrame, filters: Filters) -> None:
    with card("Everything listed", f"Ours and others' shows, soonest first, at most {words.count(events.LISTED)}",
              export=export_of(listings, "listings", filters)):
        kept_table(listing_rows, LISTINGS, alt=f"{len(listings)} listed shows", rows=12, filters=filters)


def listing_rows(*, filters: Filters) -> pd.DataFrame:
    return says.listing_table(ask(events.listings, filters=filters))


page()
