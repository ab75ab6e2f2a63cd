"""Concerts – will this show make its number?"""

from typing import Any

import pandas as pd
import streamlit as st

from core import charts, concerts, words
from core.answers import concerts as says
from core.answers import trust
from core.filters import Filters
from pages.parts import states
from pages.parts.ask import ask
from pages.parts.card import card, export_of
from pages.parts.chart import chart
from pages.parts.filters import choose, pick
from pages.parts.frame import answer, heading
from pages.parts.metrics import Metric, metric_row
from pages.parts.settling import deals, settlement
from pages.parts.table import Column, kept_table
from pages.parts.text import prose

LEVELS = {"level": Column("Level"), "tickets_sold": Column("Sold", "whole"), "open": Column("Open", "whole"),
          "kills": Column("Kills", "whole"), "comps": Column("Comps", "whole")}
COMPARABLES = {"show": Column("Show", width=255), "weight": Column("Match", "bar", width=110),
               "sell_through": Column("Final sold, %", "percent", width=95), "why": Column("Why", width=310)}
REPORT = {"days_out": Column("Days out", "whole"), "coverage": Column("Range held", "percent"),
          "wape": Column("Error", "percent_tenths"), "last_comparable": Column("Last comparable", "percent_tenths"),
          "linear_pace": Column("Linear pace", "percent_tenths"), "capacity": Column("= capacity", "percent_tenths"),
          "n": Column("Shows", "whole")}
SHOWS = {"artist": Column("Show"), "city": Column("City"), "local_date": Column("Date", "day"),
         "venue": Column("Venue"), "state": Column("State"), "tickets_sold": Column("Sold", "whole"),
         "sellable": Column("Sellable", "whole"), "sell_through": Column("Sold, %", "bar"),
         "pace": Column("Pace", "whole"), "p50": Column("Forecast", "whole"), "gross": Column("Gross", "cents"),
         "currency": Column("Currency")}


def page() -> None:
    heading("Concerts")
    filters = choose()
    shows = ask(concerts.shows, filters=filters)
    if shows.empty:
        answer("No show of ours matches.")
        states.empty("No shows", says.why_empty(filters.chosen), clear=filters.chosen)
        return
    chosen = pick("Show", "show", ask(labels, filters=filters, asked=st.query_params.get("show")))
    show = ask(concerts.one, concert_id=chosen).iloc[0].to_dict()
    answer(says.answer(show))
    metric_row(metrics(show))
    left, right = st.columns([7, 4], gap="medium")
    with left:
        pacing(show)
    with right:
        settlement(show)
    left, right = st.columns([7, 4], gap="medium")
    with left:
        comparables(show)
        ticket_count(show)
    with right:
        deals(show)
        report_card()
    every_show(shows, filters)


def nearest(*, filters: Filters) -> pd.DataFrame:
    """Sorted once for each snapshot, like an answer."""
    return says.nearest(ask(concerts.shows, filters=filters))


def labels(*, filters: Filters, asked: str | None) -> dict[str, str]:
    """What the picker offers: the nearest shows, and the one that the URL asks for."""
    shows = ask(concerts.shows, filters=filters)
    first = ask(nearest, filters=filters).head(says.NEAREST)
    return says.labels(pd.concat([first, shows[shows["concert_id"] == asked]]))


def metrics(show: dict) -> list[Metric]:
    money = show["currency"]
    return [
        Metric("Sold", words.count(show["tickets_sold"]), fact=says.share_words(show)),
        Metric("Pace", *says.pace_metric(show), help="100 = median of comparable shows at the same days out"),
        Metric("Forecast final", words.count(show["p50"]), fact=says.range_words(show), help="Median and 80% range"),
        Metric("Gross to date", words.money(show["gross"], money), fact=says.price_words(show)),
        Metric("Break-even", words.count(show["break_even_tickets"]), fact=says.chance_words(show)),
        Metric("Our result", *says.result_metric(show), help="With a forecast: median and 80% range"),
    ]


def pacing(show: dict) -> None:
    own, curves = (ask(question, concert_id=show["concert_id"]) for question in (
        concerts.pacing, concerts.comparable_curves))
    with card(says.pacing_words(show), says.pacing_caption(show, curves), chart=True, last=True,
              export=export_of(own, "pacing")):
        if own.empty or words.missing(show["sellable"]):
            st.caption("Nothing has been sold yet.")
            return
        chart(pacing_figure, name="pacing", alt=says.answer(show), concert_id=show["concert_id"])


def pacing_figure(*, concert_id: str, theme: charts.Theme) -> Any:
    own, band, curves, marks = (ask(question, concert_id=concert_id) for question in (
        concerts.pacing, concerts.pacing_band, concerts.comparable_curves, concerts.marks))
    show = ask(concerts.one, concert_id=concert_id).iloc[0].to_dict()
    return charts.pacing_fan(own, sellable=show["sellable"], comparables=curves, marks=marks, theme=theme,
                             budget_label="break-even", **says.fan_parts(show, own, band))


def comparables(show: dict) -> None:
    frame = ask(concerts.comparables, concert_id=show["concert_id"])
    if frame.empty:
        return
    with card(f"{words.things(len(frame), 'comparable')}, chosen in the open",
              "Finished shows most like this one, by match; their median is the pace's measure",
              export=export_of(frame, "comparables")):
        kept_table(comparable_rows, COMPARABLES, alt="The shows this one is compared with", rows=8,
                   concert_id=show["concert_id"])


def comparable_rows(*, concert_id: str) -> pd.DataFrame:
    return says.comparables_table(ask(concerts.comparables, concert_id=concert_id))


def ticket_count(show: dict) -> None:
    levels = ask(concerts.ticket_count, concert_id=show["concert_id"])
    with card("Ticket count", "By price level; open = sellable less sold, refunds back on sale", last=True,
              export=export_of(levels, "ticket-count")):
        kept_table(concerts.ticket_count, LEVELS | {"gross": Column(says.unit("Gross", show), "cents")},
                   alt=f"{words.tickets(show['tickets_sold'])} sold over {words.things(len(levels), 'price level')}",
                   concert_id=show["concert_id"])


def report_card() -> None:
    frame = ask(concerts.report_card)
    if frame.empty:
        return
    finding, caption = ask(report_words)
    with card(finding, caption, last=True, export=export_of(frame, "report-card"),
              note="Range held: how often the 80% range held the final. Error: misses over tickets (WAPE)."):
        band = st.selectbox("Capacity", trust.bands(frame), key="capacity")
        wins = ask(report_wins, band=band)
        kept_table(report_rows, REPORT, alt=wins, band=band)
        st.caption(prose(wins))


def report_words() -> tuple[str, str]:
    frame = ask(concerts.report_card)
    return trust.finding(frame), trust.caption(frame)


def report_wins(*, band: str) -> str:
    return trust.wins(ask(concerts.report_card), band)


def report_rows(*, band: str) -> pd.DataFrame:
    return trust.table(ask(concerts.report_card), band)


def every_show(shows: pd.DataFrame, filters: Filters) -> None:
    with card(words.things(len(shows), "show"), "On sale by date, then to come, then played. Pace 100 = median of "
              "comparable shows.", export=export_of(shows, "shows", filters)):
        kept_table(show_rows, SHOWS, alt=words.things(len(shows), "show"), rows=12, filters=filters)


def show_rows(*, filters: Filters) -> pd.DataFrame:
    return says.shows_table(ask(nearest, filters=filters))


page()
