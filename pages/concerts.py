"""Concerts – will this show make its number?"""

import pandas as pd
import streamlit as st

from core import charts, concerts, words
from core.answers import concerts as says
from core.filters import Filters
from pages.parts import states
from pages.parts.ask import ask
from pages.parts.card import card, export_of
from pages.parts.chart import chart, theme
from pages.parts.filters import choose, pick
from pages.parts.frame import answer, heading
from pages.parts.metrics import Metric, metric_row
from pages.parts.table import Column, table

LEVELS = {"level": Column("Level"), "tickets_sold": Column("Sold", "whole"), "open": Column("Open", "whole"),
          "kills": Column("Kills", "whole"), "comps": Column("Comps", "whole")}
COMPARABLES = {"artist": Column("Show"), "city": Column("City"), "weight": Column("Match", "bar"),
               "sell_through": Column("Final sold, %", "percent"), "reason": Column("Why")}
SHOWS = {"local_date": Column("Date", "day"), "artist": Column("Show", pinned=True), "city": Column("City"),
         "venue": Column("Venue"), "phase": Column("State"), "tickets_sold": Column("Sold", "whole"),
         "sellable": Column("Sellable", "whole"), "sell_through": Column("Sold, %", "bar"),
         "pace": Column("Pace", "whole"), "p50": Column("Forecast", "whole"),
         "gross": Column("Gross", "cents"), "currency": Column("Currency")}


def page() -> None:
    heading("Concerts")
    filters = choose()
    shows = ask(concerts.shows, filters=filters)
    if shows.empty:
        answer("No show of ours matches.")
        states.empty("No shows", "No show of ours matches the filters.", clear=filters.chosen)
        return
    show = ask(concerts.one, concert_id=choose_show(says.first_choice(shows))).iloc[0].to_dict()
    answer(says.answer(show))
    metric_row(metrics(show))
    left, right = st.columns([7, 4], gap="medium")
    with left:
        pacing(show)
        ticket_count(show)
    with right:
        settlement(show)
        deals(show)
        comparables(show)
        report_card()
    every_show(shows, filters)


def choose_show(shows: pd.DataFrame) -> str:
    return pick("Show", "show", says.labels(shows))


def metrics(show: dict) -> list[Metric]:
    money = show["currency"]
    return [
        Metric("Sold", words.count(show["tickets_sold"]), fact=says.share_words(show)),
        Metric("Pace", *says.pace_metric(show), help="100 = median of comparable shows at the same days out"),
        Metric("Forecast final", words.count(show["p50"]), fact=says.range_words(show)),
        Metric("Gross to date", words.money(show["gross"], money),
               fact=f"{words.price(show['avg_ticket_price'], money)} average price"),
        Metric("Break-even", words.count(show["break_even_tickets"]), fact=says.chance_words(show)),
        Metric("Our result", *says.result_metric(show)),
    ]


def pacing(show: dict) -> None:
    own, band, curves, marks = (ask(question, concert_id=show["concert_id"]) for question in (
        concerts.pacing, concerts.pacing_band, concerts.comparable_curves, concerts.marks))
    with card(says.pacing_words(show), says.pacing_caption(show, curves), chart=True,
              export=export_of(own, "pacing")):
        if own.empty:
            st.caption("Nothing has been sold yet.")
            return
        figure = charts.pacing_fan(own, sellable=show["sellable"], comparables=curves, marks=marks, theme=theme(),
                                   **says.fan_parts(show, own, band))
        chart(figure, name="pacing", alt=says.answer(show))


def ticket_count(show: dict) -> None:
    levels = ask(concerts.ticket_count, concert_id=show["concert_id"])
    with card("Ticket count", "By price level; open = sellable less sold, refunds back on sale",
              export=export_of(levels, "ticket-count")):
        table(levels, LEVELS | {"gross": Column(f"Gross, {show['currency']}", "cents")},
              alt=f"{words.tickets(show['tickets_sold'])} sold over {words.things(len(levels), 'price level')}")


def settlement(show: dict) -> None:
    lines = ask(concerts.settlement_lines, concert_id=show["concert_id"])
    with card(says.settlement_words(show), says.settlement_caption(lines), chart=True,
              export=export_of(lines, "settlement")):
        if lines.empty:
            st.caption("No ticket types are on file for this show.")
            return
        chart(charts.settlement_waterfall(says.waterfall(lines), currency=show["currency"], theme=theme()),
              name="settlement", alt=says.settlement_words(show))


def deals(show: dict) -> None:
    outcomes = ask(concerts.deal_outcomes, concert_id=show["concert_id"])
    if outcomes.empty:
        return
    with card("What each deal would pay", "At the median forecast, agreed deal first; chance of profit from its range",
              export=export_of(outcomes, "deals")):
        table(outcomes, {"deal": Column("Deal"), "walkout": Column(f"Walkout, {show['currency']}", "whole"),
                         "promoter_result": Column(f"Our result, {show['currency']}", "whole"),
                         "chance_of_profit": Column("Chance of profit", "percent")},
              alt="Walkout and our result under each kind of deal")


def comparables(show: dict) -> None:
    frame = ask(concerts.comparables, concert_id=show["concert_id"])
    if frame.empty:
        return
    with card(f"{words.things(len(frame), 'comparable')}, chosen in the open",
              "Same market, room size, weekday, price, genre or artist; match is their weight",
              export=export_of(frame, "comparables")):
        table(frame, COMPARABLES, alt="The shows this one is compared with", height=280)


def report_card() -> None:
    frame = ask(concerts.report_card)
    if frame.empty:
        return
    with card("How far to trust these forecasts", says.report_words(frame), export=export_of(frame, "report-card")):
        table(says.report_table(frame),
              {"days_out": Column("Days out", "whole"), "coverage": Column("Range held", "percent"),
               "wape": Column("Error", "percent_tenths"), "naive": Column("Naive error", "percent_tenths"),
               "n": Column("Shows", "whole")}, alt="How past forecasts did by days out")


def every_show(shows: pd.DataFrame, filters: Filters) -> None:
    with card(words.things(len(shows), "show"), "Every show of ours under the filters, soonest first",
              export=export_of(shows, "shows", filters)):
        table(says.with_pace(shows), SHOWS, alt=f"{len(shows)} shows", height=420)


page()
