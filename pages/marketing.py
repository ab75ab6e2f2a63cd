"""Marketing – what did the spend bring?"""

from functools import partial

import pandas as pd
import streamlit as st

from core import charts, marketing, words
from core.answers import marketing as says
from core.filters import Filters
from pages.parts import states
from pages.parts.ask import ask
from pages.parts.card import card, export_of
from pages.parts.chart import chart, theme
from pages.parts.filters import choose
from pages.parts.frame import answer, heading
from pages.parts.metrics import Metric, metric_row
from pages.parts.table import Column, table


def page() -> None:
    heading("Marketing")
    filters = choose()
    everything = ask(marketing.channels, filters=filters)
    currency = says.main_currency(everything)
    channels = says.in_currency(everything, currency)
    answer(says.answer(channels, currency))
    if everything.empty:
        states.empty("No spend and no sales", "Nothing matches the filters.", clear=filters.chosen)
        return
    metric_row(metrics(says.totals(channels), currency))
    left, right = st.columns([7, 4], gap="medium")
    with left:
        channel_table(channels, currency, everything["currency"].nunique() - 1, filters)
        by_month(says.in_currency(ask(marketing.monthly, filters=filters), currency), currency, filters)
    with right:
        cost_by_channel(channels, currency, filters)
        segments(ask(marketing.segments, filters=filters), filters)
    by_show(says.in_currency(ask(marketing.shows, filters=filters), currency), currency, filters)


def metrics(sums: dict[str, float], currency: str | None) -> list[Metric]:
    return [
        Metric("Spend", words.money(sums["spend"], currency), fact=f"{words.tickets(sums['tickets'])} sold"),
        Metric("Cost per ticket", words.price(sums["cost_per_ticket"], currency), fact="spend over all tickets"),
        Metric("Blended ROAS", words.ratio(sums["blended_roas"]), fact="all gross over all spend"),
        Metric("Unattributed", words.percent(sums["unattributed"]), fact="of tickets, direct or unknown"),
    ]


def channel_table(channels: pd.DataFrame, currency: str | None, others: int, filters: Filters) -> None:
    with card(says.best_words(channels, currency), says.window_words(channels, others),
              export=export_of(channels, "channels", filters)):
        table(says.shown(channels), {
            "channel": Column("Channel", pinned=True), "spend": Column(f"Spend, {currency}", "whole"),
            "tickets": Column("Tickets", "whole"), "gross": Column(f"Attributed gross, {currency}", "whole"),
            "cost_per_ticket": Column(f"Cost per ticket, {currency}", "cents"), "roas": Column("Attributed ROAS", "tenths"),
            "clicks": Column("Clicks", "whole"), "ctr": Column("CTR", "percent_tenths"),
            "cpc": Column(f"CPC, {currency}", "cents"), "cpm": Column(f"CPM, {currency}", "cents")},
            alt=says.best_words(channels, currency))


def cost_by_channel(channels: pd.DataFrame, currency: str | None, filters: Filters) -> None:
    bars = says.paid(channels)
    with card("Cost per ticket by channel", "Spend over tickets recorded with the channel; dearest first", chart=True,
              export=export_of(bars, "cost-per-ticket", filters)):
        if bars.empty:
            st.caption("No channel has both spend and tickets.")
            return
        figure = charts.ranked_bars(bars, spell=partial(words.price, currency=currency), theme=theme())
        chart(figure, name="cost-per-ticket", alt=says.best_words(channels, currency))


def by_month(monthly: pd.DataFrame, currency: str | None, filters: Filters) -> None:
    series = says.monthly_series(monthly)
    with card("Gross and spend by month", "All sales and all spend; the month not yet over is left out", chart=True,
              export=export_of(monthly, "monthly", filters)):
        if series.empty:
            st.caption("There is no whole month yet.")
            return
        figure = charts.lines(series, spell=partial(words.money, currency=currency), theme=theme())
        chart(figure, name="monthly", alt="Gross and spend by month")


def segments(frame: pd.DataFrame, filters: Filters) -> None:
    with card(says.segment_words(frame), "Buyers by shows bought for, last purchase within 18 months; Stale 18–36, Lapsed "
              "over 36", chart=True, export=export_of(frame, "segments", filters)):
        if len(frame):
            chart(charts.ranked_bars(frame, theme=theme()), name="segments", alt=says.segment_words(frame))


def by_show(shows: pd.DataFrame, currency: str | None, filters: Filters) -> None:
    if shows.empty:
        return
    with card("Spend by show", "Most spend first; cost per ticket over all tickets of the show. Weak shows get more "
              "spend, so a high cost is not proof that spend failed.", export=export_of(shows, "spend-by-show", filters)):
        table(shows, {"local_date": Column("Date", "day"), "artist": Column("Show", pinned=True), "city": Column("City"),
                      "spend": Column(f"Spend, {currency}", "whole"), "tickets": Column("Tickets", "whole"),
                      "gross": Column(f"Gross, {currency}", "whole"),
                      "cost_per_ticket": Column(f"Cost per ticket, {currency}", "cents"),
                      "sell_through": Column("Sold, %", "bar")}, alt=f"Spend on {len(shows)} shows", height=420)


page()
