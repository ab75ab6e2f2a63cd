"""Events – which dates are safe?"""

from typing import Any

import pandas as pd
import streamlit as st

from core import charts, events, words
from core.answers import events as says
from core.filters import Filters
from pages.parts import clearing, dating, holding, months, routing, states
from pages.parts.ask import ask, told, told_of
from pages.parts.card import card, export_of
from pages.parts.chart import chart
from pages.parts.filters import choose, pick
from pages.parts.frame import answer, heading
from pages.parts.metrics import Metric, metric_row
from pages.parts.table import Column, kept_table

CLASHES = {"show": Column("Our show", width=180), "local_date": Column("Our date", "day", width=112),
           "rival": Column("Theirs", width=190),
           "apart": Column("Theirs is", width=92), "miles": Column("Miles", "whole", width=52), "kind": Column("Genre", width=58),
           "severity": Column("Severity", "tenths", width=70)}
VIEWS = ("Clashes", "Calendar", "Holds", "Best date", "Radius", "Routing")


def page() -> None:
    heading("Events")
    chosen = choose()
    filters = says.window(chosen, ask(events.span, filters=chosen).iloc[0], events.AHEAD_DAYS)
    totals = ask(events.totals, filters=filters).iloc[0]
    answer(ask(sentence, filters=filters) if filters == chosen else says.past_answer(totals, filters))
    if not totals["ours"] + totals["others"]:
        states.empty("No events listed", says.why_empty(chosen.chosen), clear=chosen.chosen)
        return
    match st.segmented_control("Look at", VIEWS, key="look", default=VIEWS[0], required=True, bind="query-params"):
        case "Calendar":
            months.calendar(chosen)
        case "Holds":
            holding.ledger(chosen)
        case "Best date":
            dating.best_date(chosen)
        case "Radius":
            clearing.check(chosen)
        case "Routing":
            routing.route(chosen)
        case _:
            clashing(totals, filters)


def sentence(*, filters: Filters) -> str:
    totals, clashes = (ask(question, filters=filters) for question in (events.totals, events.clashes))
    return says.answer(clashes, totals["ours"].iloc[0], events.AHEAD_DAYS)


def clashing(totals: pd.Series, filters: Filters) -> None:
    clashes = ask(events.clashes, filters=filters)
    metric_row(metrics(totals, *told(says.clash_figure, events.clashes, filters=filters)))
    left, right = st.columns([7, 4], gap="medium")
    with left:
        clash_table(clashes, filters)
        date_strip(filters)
        months.change_feed(filters)
    with right:
        months.market_map(filters)
        clearing.clauses(filters)
    if len(clashes):
        dating.competing_with(pick("Competing with", "show", told(says.shows, events.clashes, filters=filters)))


def metrics(totals: pd.Series, serious: str, of: str) -> list[Metric]:
    listed = totals["ours"] + totals["others"]
    return [
        Metric("Our shows", words.count(totals["ours"]), fact=f"in {words.things(totals['markets'], 'market')}"),
        Metric("Shows of others", words.count(totals["others"]),
               fact=says.seat_words(totals)),
        Metric("With serious clash", serious, fact=of),
        Metric("Called off or moved", words.count(totals["disrupted"]), fact=f"of {words.count(listed)} listed"),
    ]


def clash_table(clashes: pd.DataFrame, filters: Filters) -> None:
    finding = told(says.clashes_words, events.clashes, filters=filters)
    with card(finding, f"Rivals in the same market within {events.CLASH_DAYS} days of our show, "
              "worst first. Severity: their capacity over our sellable, halved in another genre, less with each day "
              f"between; {says.SEVERE} or more is serious", export=export_of(clashes, "clashes", filters)):
        if clashes.empty:
            st.caption("No rival is listed near a show of ours.")
            return
        kept_table(told_of, CLASHES, alt=finding, says_of=says.with_words, questions=(events.clashes,), filters=filters)


def date_strip(filters: Filters) -> None:
    strip, finding = ask(events.strip, filters=filters), told(says.strip_words, events.strip, filters=filters)
    with card(finding, f"Competing seats a day, {events.AHEAD_DAYS} days, the {events.MARKETS} markets "
              "with most of our shows; our shows outlined", chart=True, last=True,
              export=export_of(strip, "date-strip", filters)):
        if strip["competing_capacity"].any():
            chart(strip_figure, name="date-strip", alt=finding, filters=filters)


def strip_figure(*, filters: Filters, theme: charts.Theme) -> Any:
    return charts.date_strip(ask(events.strip, filters=filters), theme=theme)


page()
