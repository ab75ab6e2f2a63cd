"""Overview – what needs attention today?"""

from typing import Any

import pandas as pd
import streamlit as st

from core import charts, concerts, overview, words
from core.answers import overview as says
from core.filters import Filters
from pages.parts import states
from pages.parts.ask import ask
from pages.parts.card import card, export_of
from pages.parts.chart import chart
from pages.parts.filters import choose
from pages.parts.frame import answer, heading
from pages.parts.metrics import Metric, metric_row
from pages.parts.table import sheet
from pages.parts.text import label, prose

COLOURS = {"behind": "red", "watch": "orange", "on track": "gray", "none": "gray"}


def page() -> None:
    heading("Overview")
    filters = choose()
    shows = ask(concerts.on_sale, filters=filters)
    answer(says.answer(shows))
    if shows.empty:
        states.empty("No shows on sale", says.why_empty(filters.chosen), clear=filters.chosen)
        return
    metric_row(metrics(ask(overview.totals, filters=filters)))
    left, right = st.columns([4, 7], gap="medium")
    with left:
        decide_today(shows, filters)
        next_days(ask(overview.next_days, filters=filters))
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


def decisions(*, filters: Filters) -> pd.DataFrame:
    return says.decisions(ask(concerts.on_sale, filters=filters))


def decide_today(shows: pd.DataFrame, filters: Filters) -> None:
    few = ask(decisions, filters=filters)
    with card("Decide today", says.stake_words(few, shows)):
        for show in few.to_dict("records"):
            badge, meaning = says.pace_words(show["pace"])
            with st.container(gap=None):
                st.markdown(f"**{label(show['artist'])}**, {label(show['city'])} :{COLOURS[meaning]}-badge[{badge}]")
                st.markdown(prose(says.range_words(show)))
                st.caption(prose(f"{show['likely_cause']}. {show['next_step']}."))
                st.page_link("concerts.py", label="Open show", icon=":material/arrow_forward:",
                             query_params={"show": show["concert_id"]})


def next_days(due: pd.DataFrame) -> None:
    with card("Next 7 days", says.due_caption(due), export=export_of(due, "next-7-days"), last=True):
        if due.empty:
            st.caption("Nothing falls due.")
            return
        sheet(says.due_rows(due), {"day": "Day", "what": "What", "show": "Show"}, alt=says.due_caption(due))


def every_show(shows: pd.DataFrame, filters: Filters) -> None:
    with card(says.late_words(shows), says.bullets_caption(shows), chart=True,
              export=export_of(shows, "shows-on-sale", filters),
              note="Bar: sold to date. Tick: median of comparables today. Outlined: 80% range of the final. "
                   "d = days to show. Every show stands in Concerts and in the export."):
        chart(bullets, name="shows-on-sale", alt=says.answer(shows), filters=filters)


def bullets(*, filters: Filters, theme: charts.Theme) -> Any:
    return charts.show_bullets(says.slowest(ask(concerts.on_sale, filters=filters)), theme=theme)


def daily_sales(days: pd.DataFrame, filters: Filters) -> None:
    with card(says.week_words(days), "Tickets sold per day, all shows of ours, 28 days. Accent: last 7 full days; last "
              "bar: today so far", chart=True, last=True, export=export_of(days, "daily-sales", filters)):
        chart(daily_bars, name="daily-sales", alt=says.week_words(days), filters=filters)


def daily_bars(*, filters: Filters, theme: charts.Theme) -> Any:
    days = ask(overview.daily_sales, filters=filters)
    return charts.daily_sales(days, partial_day=days["date"].max(), theme=theme)


page()
