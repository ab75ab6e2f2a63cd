"""Marketing – what did the spend bring?"""

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from core import charts, marketing, words
from core.answers import marketing as says
from core.filters import Filters
from pages.parts import states
from pages.parts.ask import ask
from pages.parts.card import card, export_of
from pages.parts.chart import chart
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
        states.empty("No spend and no sales", says.why_empty(filters.chosen), clear=filters.chosen)
        return
    metric_row(metrics(says.totals(channels), currency))
    left, right = st.columns([7, 4], gap="medium")
    with left:
        channel_table(channels, currency, everything["currency"].nunique() - 1, filters)
    with right:
        by_month(says.in_currency(ask(marketing.monthly, filters=filters), currency), currency, filters)
    left, right = st.columns([7, 4], gap="medium")
    with left:
        by_show(says.in_currency(ask(marketing.shows, filters=filters), currency), currency, filters)
    with right:
        segments(ask(marketing.segments, filters=filters), filters)


def metrics(sums: dict[str, float], currency: str | None) -> list[Metric]:
    return [
        Metric("Spend", words.money(sums["spend"], currency), fact=f"{words.percent(sums['spend_share'], 1)} of gross"),
        Metric("Cost per ticket", words.price(sums["cost_per_ticket"], currency),
               fact=f"{words.price(sums['paid_cost'], currency)} paid only",
               help="All spend over all tickets; below, over tickets attributed to channels with spend"),
        Metric("Blended ROAS", words.ratio(sums["blended_roas"]), fact=f"{words.ratio(sums['paid_roas'])} paid only",
               help="All gross over all spend; below, gross attributed to channels with spend"),
        Metric("Unattributed", words.percent(sums["unattributed"]), fact=f"{words.tickets(sums['unknown'])}",
               help="Tickets sold direct or without a known channel"),
    ]


def channel_table(channels: pd.DataFrame, currency: str | None, others: int, filters: Filters) -> None:
    sign, rows = words.symbol(currency).strip(), says.shown(channels)
    finding = says.best_words(rows, currency)
    with card(finding, says.window_words(channels, others), last=True, export=export_of(rows, "channels", filters)):
        table(rows, {
            "channel": Column("Channel"), "share": Column("Of tickets, %", "bar", width=110),
            "spend": Column(f"Spend, {sign}", "whole"), "tickets": Column("Tickets", "whole"),
            "gross": Column(f"Gross, {sign}", "whole"), "cost_per_ticket": Column(f"A ticket, {sign}", "cents"),
            "roas": Column("ROAS", "tenths"), "ctr": Column("CTR", "percent_tenths"),
            "cpc": Column(f"CPC, {sign}", "cents")}, alt=finding, rows=14)


def by_month(monthly: pd.DataFrame, currency: str | None, filters: Filters) -> None:
    series = says.monthly_series(monthly)
    with card(says.month_words(series, currency), "All spend over all tickets by month of sale; a month not yet over "
              "is left out", chart=True, last=True, export=export_of(monthly, "monthly", filters)):
        if series.empty:
            st.caption("There is no whole month with spend and sales yet.")
            return
        chart(month_figure, name="monthly", alt=says.month_words(series, currency), currency=currency, filters=filters)


def month_figure(*, currency: str | None, filters: Filters, theme: charts.Theme) -> Any:
    series = says.monthly_series(says.in_currency(ask(marketing.monthly, filters=filters), currency))
    return charts.lines(series, spell=partial(words.price, currency=currency), theme=theme)


def segments(frame: pd.DataFrame, filters: Filters) -> None:
    with card(says.segment_words(frame), "By shows bought for in the last 18 months; Stale 18–36, Lapsed over 36",
              chart=True, last=True, export=export_of(frame, "segments", filters)):
        if len(frame):
            chart(segment_figure, name="segments", alt=says.segment_words(frame), filters=filters)


def segment_figure(*, filters: Filters, theme: charts.Theme) -> Any:
    return charts.ranked_bars(ask(marketing.segments, filters=filters), theme=theme)


def by_show(shows: pd.DataFrame, currency: str | None, filters: Filters) -> None:
    if shows.empty:
        return
    sign = words.symbol(currency).strip()
    with card("Spend by show", "Most spend first; cost over all tickets of the show. Weak shows get more spend: a "
              "high cost does not prove that spend failed.",
              export=export_of(shows, "spend-by-show", filters)):
        table(shows, {
            "artist": Column("Show"), "city": Column("City"), "local_date": Column("Date", "day"),
            "spend": Column(f"Spend, {sign}", "whole"), "tickets": Column("Tickets", "whole"),
            "cost_per_ticket": Column(f"A ticket, {sign}", "cents"), "sell_through": Column("Sold, %", "percent")},
            alt=f"Spend on {len(shows)} shows", rows=8)


page()
