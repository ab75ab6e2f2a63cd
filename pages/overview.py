"""Overview – what needs attention today?"""

from typing import Any

import pandas as pd
import streamlit as st

from core import charts, concerts, overview, words
from core.answers import overview as says
from core.filters import Filters
from pages.parts import states
from pages.parts.ask import ask, told
from pages.parts.card import card, export_of
from pages.parts.chart import chart
from pages.parts.filters import choose
from pages.parts.frame import answer, heading
from pages.parts.metrics import PACE_COLOURS, Metric, metric_row
from pages.parts.table import sheet
from pages.parts.text import label, prose

DUE = {"day": "Day", "what": "What", "show": "Show"}


def page() -> None:
    heading("Overview")
    filters = choose()
    shows = ask(concerts.on_sale, filters=filters)
    answer(told(says.answer, concerts.on_sale, filters=filters))
    if shows.empty:
        states.empty("No shows on sale", says.why_empty(filters.chosen), clear=filters.chosen)
        return
    metric_row(metrics(ask(overview.totals, filters=filters)))
    left, right = st.columns([4, 7], gap="medium")
    with left:
        decide_today(filters)
        next_days(filters)
    with right:
        every_show(shows, filters)
        daily_sales(ask(overview.daily_sales, filters=filters), filters)


def metrics(totals: pd.DataFrame) -> list[Metric]:
    main = totals.iloc[0]
    money = main["currency"]
    only = "" if len(totals) == 1 else f"{words.symbol(money).strip()} shows only"
    return [
        Metric("Tickets, last 7 days", words.count(totals["tickets_7d"].sum()),
               change=words.change(says.week_change(totals)), note="vs prior 7"),
        Metric("Gross, shows on sale", words.money(main["gross"], money),
               change=words.change(says.against_comparables(main)), note=only or "vs median",
               help="Against what the median of comparable shows had sold at the same days out"),
        Metric("Forecast gross", words.money(main["forecast_gross"], money), fact=says.forecast_span(main), note=only,
               help="The 80% ranges of the shows, added up: wider than a range of the sum, unless all miss together."),
        Metric("Marketing, last 7 days", words.money(main["spend_7d"], money),
               fact=words.price(says.cost_per_ticket(main), money), note=only or "per ticket sold"),
    ]


def decide_today(filters: Filters) -> None:
    few, stake = told(says.decide_today, concerts.on_sale, filters=filters)
    with card("Decide today", stake):
        for show in few:
            badge, meaning = says.pace_words(show["pace"])
            with st.container(gap=None):
                st.markdown(f"**{label(show['artist'])}**, {label(show['city'])} :{PACE_COLOURS[meaning]}-badge[{badge}]")
                st.markdown(prose(says.range_words(show)))
                st.caption(prose(f"{show['likely_cause']}. {show['next_step']}."))
                st.page_link("concerts.py", label="Open show", icon=":material/arrow_forward:",
                             query_params={"show": show["concert_id"]})


def next_days(filters: Filters) -> None:
    due = ask(overview.next_days, filters=filters)
    with card("Next 7 days", says.due_caption(due), export=export_of(due, "next-7-days"), last=True):
        if due.empty:
            st.caption("Nothing falls due.")
            return
        sheet(told(says.due_rows, overview.next_days, filters=filters), DUE, alt=says.due_caption(due))


def every_show(shows: pd.DataFrame, filters: Filters) -> None:
    with card(told(says.late_words, concerts.on_sale, filters=filters), says.bullets_caption(shows), chart=True,
              export=export_of(shows, "shows-on-sale", filters),
              note="Bar: sold to date. Tick: median of comparables today. Outlined: 80% range of the final. "
                   "d = days to show. Every show stands in Concerts and in the export."):
        chart(bullets, name="shows-on-sale", alt=told(says.answer, concerts.on_sale, filters=filters), filters=filters)


def bullets(*, filters: Filters, theme: charts.Theme) -> Any:
    return charts.show_bullets(says.slowest(ask(concerts.on_sale, filters=filters)), theme=theme)


def daily_sales(days: pd.DataFrame, filters: Filters) -> None:
    finding = told(says.week_words, overview.daily_sales, filters=filters)
    with card(finding, "Tickets sold per day, all shows of ours, 28 days. Accent: last 7 full days; last "
              "bar: today so far", chart=True, last=True, export=export_of(days, "daily-sales", filters)):
        chart(daily_bars, name="daily-sales", alt=finding, filters=filters)


def daily_bars(*, filters: Filters, theme: charts.Theme) -> Any:
    days = ask(overview.daily_sales, filters=filters)
    return charts.daily_sales(days, partial_day=days["date"].max(), theme=theme)


page()
