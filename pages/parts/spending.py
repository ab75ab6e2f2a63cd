"""The Marketing view on money: what each channel costs and is credited, how far credit moves, and who buys."""

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from core import charts, marketing, words
from core.answers import attribution as credit
from core.answers import marketing as says
from core.filters import Filters
from pages.parts.addressing import of_markets
from pages.parts.ask import ask
from pages.parts.card import card, export_of
from pages.parts.chart import chart
from pages.parts.crediting import credit_strip, credits_of, terms_asked, terms_chosen
from pages.parts.metrics import Metric, metric_row
from pages.parts.responding import curve_card
from pages.parts.table import Column, kept_table


def overview(currencies: list[str | None], filters: Filters) -> None:
    """Answer's evidence: channels as credited, how far the credit moves, what more spend brings, who buys."""
    currency = currencies[0]
    metric_row(ask(summary, terms=terms_asked(), currency=currency, filters=filters)[1])
    model, window = terms_chosen()
    channel_table(model, window, currency, len(currencies) - 1, filters)
    left, right = st.columns([7, 4], gap="medium")
    with left:
        credit_strip(model, currency, filters)
        by_month(currency, filters)
    with right:
        curve_card(currency)
        segments(of_markets(filters))


def metrics(sums: dict[str, float], credited: pd.DataFrame, currency: str | None) -> list[Metric]:
    return [
        Metric("Spend", words.money(sums["spend"], currency), fact=f"{words.percent(sums['spend_share'], 1)} of gross"),
        Metric("Cost per ticket", words.price(sums["cost_per_ticket"], currency),
               fact=f"{words.price(sums['paid_cost'], currency)} paid only",
               help="All spend over all tickets; below, over tickets recorded under channels with spend"),
        Metric("Blended ROAS", words.ratio(sums["blended_roas"]), fact=f"{words.ratio(sums['paid_roas'])} paid only",
               help="All gross over all spend; below, gross recorded under channels with spend"),
        Metric("Unattributed", words.percent(credit.unattributed(credited)), fact=credit.unattributed_words(credited),
               help=f"{credit.terms(credited)}: tickets that no touch before the order explains"),
    ]


def columns(currency: str | None) -> dict[str, Column]:
    sign = words.symbol(currency).strip()
    return {"spend": Column(f"Spend, {sign}", "whole"), "tickets": Column("Tickets", "whole"),
            "cost_per_ticket": Column(f"A ticket, {sign}", "cents"), "roas": Column("ROAS", "tenths"),
            "new_buyers": Column("New buyers", "whole"), "cac": Column(f"CAC, {sign}", "cents"),
            "gross": Column(f"Gross, {sign}", "whole"), "impressions": Column("Impressions", "whole"),
            "clicks": Column("Clicks", "whole"), "ctr": Column("CTR", "percent_tenths"),
            "cpc": Column(f"CPC, {sign}", "cents"), "cpm": Column(f"CPM, {sign}", "cents"),
            "cvr": Column("CVR", "percent_tenths")}


def channel_table(model: str, window: int, currency: str | None, others: int, filters: Filters) -> None:
    rows = credits_of(model, window, currency, filters)
    asked = {"model": model, "window": window, "currency": currency, "filters": filters}
    finding, caption = ask(channel_words, others=others, **asked)
    with card(finding, caption, export=export_of(rows, "channels", filters)):
        kept_table(channel_rows, {"channel": Column("Channel"), "share": Column("Of tickets, %", "bar", width=100)}
                   | columns(currency), alt=finding, rows=14, **asked)


def channel_rows(*, model: str, window: int, currency: str | None, filters: Filters) -> pd.DataFrame:
    return credit.shown(credits_of(model, window, currency, filters))


def channel_words(*, model: str, window: int, currency: str | None, others: int, filters: Filters) -> tuple[str, str]:
    rows = ask(channel_rows, model=model, window=window, currency=currency, filters=filters)
    return says.best_words(rows, currency), credit.caption(credits_of(model, window, currency, filters), others)


def months_of(*, currency: str | None, filters: Filters) -> tuple[pd.DataFrame, pd.DataFrame, str]:
    """All months, those for the chart, and the finding."""
    monthly = says.in_currency(ask(marketing.monthly, filters=filters), currency)
    series = says.monthly_series(monthly)
    return monthly, series, says.month_words(series, currency)


def by_month(currency: str | None, filters: Filters) -> None:
    monthly, series, finding = ask(months_of, currency=currency, filters=filters)
    with card(finding, "All spend over all tickets by month of sale; a month not yet over "
              "is left out", chart=True, last=True, export=export_of(monthly, "monthly", filters)):
        if series.empty:
            st.caption("There is no whole month with spend and sales yet.")
            return
        chart(month_figure, name="monthly", alt=finding, currency=currency, filters=filters)


def month_figure(*, currency: str | None, filters: Filters, theme: charts.Theme) -> Any:
    _, series, _ = ask(months_of, currency=currency, filters=filters)
    return charts.lines(series, spell=partial(words.price, currency=currency), theme=theme)


def segments(filters: Filters) -> None:
    frame = ask(marketing.segments, filters=filters)
    with card(says.segment_words(frame), "By shows bought for in the last 18 months; Stale 18–36, Lapsed over 36",
              chart=True, last=True, export=export_of(frame, "segments", filters)):
        if len(frame):
            chart(segment_figure, name="segments", alt=says.segment_words(frame), filters=filters)


def segment_figure(*, filters: Filters, theme: charts.Theme) -> Any:
    return charts.ranked_bars(ask(marketing.segments, filters=filters), theme=theme)


def answer_words(currency: str | None, filters: Filters) -> str:
    return ask(summary, terms=terms_asked(), currency=currency, filters=filters)[0]


def summary(*, terms: tuple[str, int], currency: str | None, filters: Filters) -> tuple[str, list[Metric]]:
    """The answer and the figures below it."""
    rows = says.in_currency(ask(marketing.channel_sums, filters=filters), currency)
    credited, sums = credits_of(*terms, currency, filters), says.totals(rows)
    return says.answer(sums, currency, credit.unattributed(credited)), metrics(sums, credited, currency)
