"""Concerts – will this show make its number?"""

from functools import partial

import pandas as pd
import streamlit as st

from core import concerts, words
from core.access import Action
from core.answers import concerts as says
from core.filters import Filters
from pages.parts import comparing, counting, offering, settling, sheet, states, trusting
from pages.parts.ask import ask
from pages.parts.card import Export, card
from pages.parts.filters import choose, pick
from pages.parts.frame import answer, heading
from pages.parts.pacing import figures, one_show, pacing
from pages.parts.signing import reader
from pages.parts.table import Column, chosen_table

VIEWS = ("Sales and forecast", "Money", "Tickets")
ATTENTION = {"show": Column("Show", width=230), "why": Column("Why", width=120),
             "at_stake": Column("At stake", "whole", width=80), "currency": Column("Currency", width=80),
             "pace": Column("Pace", "whole", width=60), "p50": Column("Forecast", "whole", width=80),
             "break_even_tickets": Column("Break-even", "whole", width=90), "chance": Column("Profit", "odds", width=70),
             "local_date": Column("Date", "day", width=120)}
SHOWS = {"artist": Column("Show"), "city": Column("City"), "local_date": Column("Date", "day"),
         "venue": Column("Venue"), "state": Column("State"), "tickets_sold": Column("Sold", "whole"),
         "sellable": Column("Sellable", "whole"), "sell_through": Column("Sold, %", "bar"),
         "pace": Column("Pace", "whole"), "p50": Column("Forecast", "whole"), "gross": Column("Gross", "cents"),
         "currency": Column("Currency")}


def page() -> None:
    heading("Concerts")
    filters = choose()
    found = ask(offered, filters=filters, asked=st.query_params.get("show"))
    if not found:
        answer("No show of ours matches.")
        states.empty("No shows", says.why_empty(filters.chosen), clear=filters.chosen)
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = pick("Show", "show", found)
        view = st.segmented_control("View", views(), key="view", default=VIEWS[0], required=True, bind="query-params")
    show = ask(one_show, concert_id=chosen)
    answer(says.answer(show))
    match view:
        case "Money":
            money(show)
        case "Tickets":
            counting.tickets(show)
        case _:
            sales_and_forecast(show)
            needing_attention(filters)
            every_show(filters)


def views() -> tuple[str, ...]:
    """Without the right to see money there is no such view."""
    return VIEWS if reader().may(Action.see_money) else tuple(view for view in VIEWS if view != "Money")


def sales_and_forecast(show: dict) -> None:
    others = comparing.chosen(show)
    figures(show)
    left, right = st.columns([7, 4], gap="medium")
    with left:
        pacing(show, others)
    with right:
        settling.settlement(show)
    left, right = st.columns([7, 4], gap="medium")
    with left:
        comparing.comparables(show, others)
        counting.ticket_count(show)
    with right:
        settling.deals(show)
        trusting.report_card()


def money(show: dict) -> None:
    settling.metrics(show)
    left, right = st.columns([7, 4], gap="medium")
    with left:
        if show["settlement_status"] == "preview":
            offering.what_if(show, comparing.chosen(show))
        else:
            settling.deals(show)
    with right:
        offering.decision_log(show)
    left, right = st.columns([7, 4], gap="medium")
    with left:
        sheet.sheet_lines(show)
    with right:
        settling.settlement(show, last=False)
        settling.budget(show)


def nearest() -> pd.DataFrame:
    """Every show, sorted and named once for each snapshot, like an answer."""
    return says.nearest(ask(concerts.shows, filters=Filters()))


def labels() -> dict[str, str]:
    return says.labels(ask(nearest))


def offered(*, filters: Filters, asked: str | None) -> dict[str, str]:
    """What the picker offers: the nearest shows, and the one that the URL asks for."""
    shows = ask(nearest)
    return says.offered(shows["concert_id"][filters.meant(shows)], ask(labels), asked)


def how_many(*, filters: Filters) -> str:
    return words.things(filters.meant(ask(nearest)).sum(), "show")


def attention(*, filters: Filters) -> tuple[int, str]:
    risk = ask(concerts.at_risk, filters=Filters())
    return says.attention(risk["why"][filters.meant(risk)])


def needing_attention(filters: Filters) -> None:
    found, finding = ask(attention, filters=filters)
    rows = Export(partial(ask, concerts.at_risk, filters=filters), "at-risk", filters) if found else None
    with card(finding, says.ATTENTION_CAPTION, export=rows):
        if not found:
            st.caption("No show on sale is forecast under break-even or stands behind its comparables.")
            return
        chosen_table(attention_rows, ATTENTION, alt=finding, rows=8, filters=filters)


def attention_rows() -> pd.DataFrame:
    return says.attention_table(ask(concerts.at_risk, filters=Filters()))


def every_show(filters: Filters) -> None:
    found, rows = ask(how_many, filters=filters), Export(partial(ask, concerts.shows, filters=filters), "shows", filters)
    with card(found, "On sale by date, then to come, then played. Pace 100 = median of "
              "comparable shows.", export=rows):
        chosen_table(show_rows, SHOWS, alt=found, rows=12, filters=filters)


def show_rows() -> pd.DataFrame:
    return says.shows_table(ask(nearest))


page()
