"""The cards of Events on what is on: a month as calendar and timeline, the map, what changed."""

from typing import Any

import pandas as pd
import streamlit as st

from core import charts, events, sources, words
from core.answers import calendar as says
from core.answers import events as event_says
from core.filters import Filters
from pages.parts.ask import ask, told
from pages.parts.card import card, export_of
from pages.parts.chart import chart
from pages.parts.filters import pick
from pages.parts.table import Column, kept_table

LISTED = {"local_date": Column("Date", "day", width=120), "artist": Column("Show", width=180),
          "where": Column("Where", width=200), "whose": Column("Whose", width=60), "state": Column("Status", width=80),
          "venue_capacity": Column("Capacity", "whole", width=75), "genre": Column("Genre", width=90),
          "price": Column("Price", width=90), "onsale_at": Column("On sale", "day", width=120),
          "presale": Column("Presale", width=120), "holiday": Column("Holiday", width=110),
          "located": Column("Place known by", width=120)}
CHANGES = {"seen_at": Column("Seen", "day"), "change": Column("Change"), "name": Column("Event"),
           "venue": Column("Venue"), "city": Column("City"), "local_date": Column("Date", "day")}


def calendar(filters: Filters) -> None:
    """A month: its days, its shows with their sale windows, and all that is known of each."""
    today = ask(sources.about).iloc[0]["today"].date()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        month = says.in_month(filters, pick("Month", "month", says.months(ask(events.months, filters=filters), today)))
        whose = st.segmented_control("Whose", list(says.WHOSE), key="whose", default="All", required=True, bind="query-params")
        chosen = tuple(st.multiselect("Status", says.states(ask(events.calendar, filters=month)), key="status",
                                      placeholder="Any status", bind="query-params"))
    left, right = st.columns(2, gap="medium")
    with left:
        days_of(month)
    with right:
        timeline(month, whose, chosen)
    listed(month, whose, chosen)
    change_feed(filters)


def days_of(month: Filters) -> None:
    days = ask(events.days, filters=month)
    with card(says.month_words(days), "In each day ours + others'; the darker, the more competing seats; ours framed",
              chart=True, last=True, export=export_of(days, "month", month), note=says.holiday_words(days)):
        chart(month_figure, name="month", alt=says.month_words(days), filters=month)


def month_figure(*, filters: Filters, theme: charts.Theme) -> Any:
    return charts.month_grid(ask(events.days, filters=filters), theme=theme)


def timeline(month: Filters, whose: str, chosen: tuple[str, ...]) -> None:
    shows = ask(timeline_rows, filters=month, whose=whose, chosen=chosen)
    with card(says.timeline_words(shows), f"Thin: announced; light: presale; bar: on sale, to the show; ours in colour; stroke: "
              f"today. At most {says.TIMELINE}: ours, then known windows, then the largest", chart=True, last=True,
              export=export_of(shows, "sale-windows", month)):
        if len(shows):
            chart(timeline_figure, name="sale-windows", alt=says.timeline_words(shows), filters=month, whose=whose, chosen=chosen)


def timeline_rows(*, filters: Filters, whose: str, chosen: tuple[str, ...]) -> pd.DataFrame:
    listed = says.shown(ask(events.calendar, filters=filters), whose, chosen)
    return says.timeline(listed, ask(sources.about).iloc[0]["today"].date())


def timeline_figure(*, filters: Filters, whose: str, chosen: tuple[str, ...], theme: charts.Theme) -> Any:
    today = ask(sources.about).iloc[0]["today"].date()
    shows = ask(timeline_rows, filters=filters, whose=whose, chosen=chosen)
    return charts.sale_timeline(shows, today=today, theme=theme)


def listed(month: Filters, whose: str, chosen: tuple[str, ...]) -> None:
    rows = ask(listed_rows, filters=month, whose=whose, chosen=chosen)
    with card(f"{words.things(len(rows), 'show')} listed", f"By date, ours first; at most {words.count(events.LISTED)}. Times in "
              "UTC; prices where the source gives them", export=export_of(rows, "calendar", month)):
        if len(rows):
            kept_table(listed_rows, LISTED, alt=f"{len(rows)} shows listed", rows=12, filters=month, whose=whose, chosen=chosen)
        else:
            st.caption("Nothing listed matches.")


def listed_rows(*, filters: Filters, whose: str, chosen: tuple[str, ...]) -> pd.DataFrame:
    return says.table(says.shown(ask(events.calendar, filters=filters), whose, chosen))


def market_map(filters: Filters) -> None:
    points = ask(events.places, filters=filters)
    finding, caption = (told(said, events.places, filters=filters) for said in (says.map_words, says.map_caption))
    with card(finding, caption, chart=True, export=export_of(points, "places", filters)):
        if len(points):
            chart(map_figure, name="places", alt=finding, filters=filters)


def map_figure(*, filters: Filters, theme: charts.Theme) -> Any:
    return charts.event_map(says.map_places(ask(events.places, filters=filters)), theme=theme)


def change_feed(filters: Filters) -> None:
    changes = ask(events.changes, filters=filters)
    with card(event_says.changes_words(changes), "New, cancelled, rescheduled, postponed or gone, newest first",
              last=len(changes) > 0, export=export_of(changes, "changes", filters)):
        if len(changes):
            kept_table(events.changes, CHANGES, alt=event_says.changes_words(changes), rows=8, filters=filters)
