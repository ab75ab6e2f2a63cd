"""Overview – what needs attention today?"""

import pandas as pd
import streamlit as st

from core import charts, concerts, overview, words
from core.answers import overview as says
from core.filters import Filters
from pages.parts import states
from pages.parts.ask import ask
from pages.parts.card import card, export_of
from pages.parts.chart import chart, theme
from pages.parts.filters import choose
from pages.parts.frame import answer, heading
from pages.parts.metrics import Metric, metric_row
from pages.parts.table import Column, table
from pages.parts.text import label, prose

COLOURS = {"behind": "red", "watch": "orange", "on track": "gray", "none": "gray"}


def page() -> None:
    heading("Overview")
    filters = choose()
    shows = ask(concerts.on_sale, filters=filters)
    answer(says.answer(shows))
    if shows.empty:
        states.empty("No shows on sale", "Nothing on sale matches the filters.", clear=filters.chosen)
        return
    metrics(ask(overview.totals, filters=filters))
    left, right = st.columns([4, 7], gap="medium")
    with left:
        decide_today(shows)
        next_days(ask(overview.next_days, filters=filters))
    with right:
        every_show(shows, filters)
        daily_sales(ask(overview.daily_sales, filters=filters), filters)


def metrics(totals: pd.DataFrame) -> None:
    main = totals.iloc[0]
    money = main["currency"]
    note = "" if len(totals) == 1 else f"{words.symbol(money).strip()} shows only"
    metric_row([
        Metric("Tickets sold, last 7 days", words.count(totals["tickets_7d"].sum()),
               change=words.change(says.week_change(totals)), note="vs prior 7 days"),
        Metric("Gross, shows on sale", words.money(main["gross"], money),
               change=words.change(says.against_comparables(main)), note=note or "vs comparables today"),
        Metric("Forecast gross, 80% range", words.money(main["forecast_gross"], money),
               fact=words.span(*(words.money(main[f"forecast_gross_{end}"], money) for end in ("lo", "hi"))), note=note),
        Metric("Marketing, last 7 days", words.money(main["spend_7d"], money),
               fact=words.price(says.cost_per_ticket(main), money), note=note or "per ticket sold"),
    ])


def decide_today(shows: pd.DataFrame) -> None:
    slow = says.decisions(shows)
    with card("Decide today", "Ordered by money at stake" if len(slow) else "Nothing on sale is behind pace"):
        for show in slow.to_dict("records"):
            badge, meaning = says.pace_words(show["pace"])
            with st.container(gap=None):
                st.markdown(f"**{label(show['artist'])}**, {label(show['city'])} :{COLOURS[meaning]}-badge[{badge}]")
                st.markdown(prose(says.range_words(show)))
                st.caption(prose(f"{show['likely_cause']}. {show['next_step']}."))
                st.page_link("pages/concerts.py", label="Open show", icon=":material/arrow_forward:",
                             query_params={"show": show["concert_id"]})


def next_days(due: pd.DataFrame) -> None:
    with card("Next 7 days", f"{words.things(len(due), 'date')}: on-sales, deadlines, shows and settlements"):
        if due.empty:
            st.caption("Nothing falls due.")
            return
        table(due, {"day": Column("Day", "day"), "what": Column("What"), "show": Column("Show")},
              alt=f"{len(due)} dates in the next 7 days", height=280)


def every_show(shows: pd.DataFrame, filters: Filters) -> None:
    late = len(says.behind(shows))
    finding = f"{words.things(late, 'show')} more than 10% behind comparable shows" if late else "No show is behind"
    with card(finding, "Share of sellable tickets sold, every show on sale, slowest first. "
              "Pace 100 = median of comparables at the same days out.", chart=True,
              export=export_of(shows, "shows-on-sale", filters),
              note="Bar: sold to date. Tick: median of comparables today. Outlined: 80% range of the final. d = days to show."):
        with st.container(height=640, border=False):
            chart(charts.show_bullets(shows, theme=theme()), name="shows-on-sale", alt=says.answer(shows))


def daily_sales(days: pd.DataFrame, filters: Filters) -> None:
    with card(says.week_words(days), "Tickets sold per day, all shows on sale or played, 28 days. Accent: last 7 full days; "
              "last bar: today so far.", chart=True, export=export_of(days, "daily-sales", filters)):
        figure = charts.daily_sales(days, partial_day=days["date"].max(), theme=theme())
        chart(figure, name="daily-sales", alt=says.week_words(days))


page()
