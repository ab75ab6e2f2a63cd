"""The Marketing views on money: what each channel costs and is credited, and from the season down to one campaign."""

from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from core import attributions, charts, marketing, words
from core.access import Action
from core.answers import attribution as credit
from core.answers import marketing as says
from core.desk import campaigns as desk
from core.desk.errors import DeedRefused
from core.filters import Filters
from pages.parts.addressing import done
from pages.parts.ask import ask
from pages.parts.card import card, export_of
from pages.parts.chart import chart
from pages.parts.crediting import credit_strip, credits_of, terms_asked, terms_chosen
from pages.parts.filters import pick
from pages.parts.metrics import Metric, metric_row
from pages.parts.responding import curve_card
from pages.parts.signing import reader
from pages.parts.table import Column, table

ALL = "all"
DEPTHS = {"concert": "Show", "market": "Market", "channel": "Channel", "campaign": "Campaign"}
GRAINS = {"week": "Week", "day": "Day", "month": "Month"}


def overview(everything: pd.DataFrame, currency: str | None, filters: Filters) -> None:
    """Answer's evidence: channels as credited, how far the credit moves, what more spend brings, who buys."""
    model, window = terms_asked()
    metric_row(metrics(says.totals(says.in_currency(everything, currency)),
                       credits_of(model, window, currency, filters), currency))
    model, window = terms_chosen()
    channel_table(model, window, currency, everything["currency"].nunique() - 1, filters)
    left, right = st.columns([7, 4], gap="medium")
    with left:
        credit_strip(model, currency, filters)
        by_month(says.in_currency(ask(marketing.monthly, filters=filters), currency), currency, filters)
    with right:
        curve_card(currency)
        segments(ask(marketing.segments, filters=filters), filters)


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
    shown = credit.shown(rows)
    finding = says.best_words(shown, currency)
    with card(finding, credit.caption(rows, others), export=export_of(rows, "channels", filters)):
        table(shown, {"channel": Column("Channel"), "share": Column("Of tickets, %", "bar", width=100)} | columns(currency),
              alt=finding, rows=14)


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


def campaigns(currency: str | None, filters: Filters) -> None:
    """From the season to one campaign: what the rows are, of which channel and show, and how it went day by day."""
    model, window = terms_chosen()
    with st.grid(3, min_column_width=160, vertical_alignment="bottom"):
        by = pick("Rows", "by", DEPTHS)
        channel = pick("Channel", "channel", {ALL: "All channels"} | names_of(currency, filters))
        show = pick("Show", "show", {ALL: "All shows"} | shows_of(currency, filters))
    narrowed = {"channel": None if channel == ALL else channel, "show": None if show == ALL else show}
    rows = broken_down(by, model, window, currency, filters, narrowed)
    with card(credit.campaign_words(rows, DEPTHS[by].lower()), f"{terms_of(by, model, window)} Choose a row's channel or show "
              "above to go deeper.", export=export_of(rows, "campaigns", filters), note=credit.budget_words(rows, currency)):
        sign = words.symbol(currency).strip()
        table(named(rows, by), {"name": Column(DEPTHS[by], width=230), "local_date": Column("Date", "day"),
                                "budgeted": Column(f"Budget, {sign}", "whole"),
                                "budget_used": Column("Of budget, %", "percent")} | columns(currency),
              alt=f"Spend by {by}", rows=14)
        set_budget(currency, narrowed, filters)
    over_time(by, rows, currency, filters, narrowed)


def broken_down(by: str, model: str, window: int, currency: str | None, filters: Filters,
                narrowed: dict[str, str | None]) -> pd.DataFrame:
    """The rows of the table: campaigns and channels with the credit of the model, shows and markets as recorded."""
    if by == "campaign":
        rows = ask(attributions.campaigns, filters=filters, model=model, window_days=window, **narrowed)
    else:
        rows = ask(marketing.breakdown, filters=filters, by=by, **narrowed)
    return marketing.planned(says.in_currency(rows, currency), by=by, **narrowed)


def terms_of(by: str, model: str, window: int) -> str:
    if by == "campaign":
        return f"Credited by {credit.MODELS[model].lower()}, {words.things(window, 'day')}; attributed, not caused."
    return "All tickets of the row; channels as recorded with the sale (last touch)."


def named(rows: pd.DataFrame, by: str) -> pd.DataFrame:
    missing = {"concert": "Season", "market": "Season", "channel": says.UNATTRIBUTED, "campaign": "No campaign"}[by]
    name = rows["artist"].fillna(missing) + rows["city"].map(lambda city: f", {city}" if isinstance(city, str) else "") \
        if by == "concert" else rows["key"].fillna(missing)
    known = rows["key"].notna()
    return rows.assign(name=name, roas=rows["roas"].where(known | (by == "channel")))


def over_time(by: str, rows: pd.DataFrame, currency: str | None, filters: Filters,
              narrowed: dict[str, str | None]) -> None:
    """Day by day, week or month: of one campaign where one is chosen."""
    campaign = None
    with st.grid(2, min_column_width=160, vertical_alignment="bottom"):
        grain = pick("By", "grain", GRAINS)
        if by == "campaign":
            keys = {ALL: "All campaigns"} | {key: key for key in rows["key"].dropna().head(200)}
            campaign = pick("Campaign", "campaign", keys)
    one = None if campaign in (None, ALL) else campaign
    days = says.in_currency(ask(marketing.by_date, filters=filters, grain=grain, campaign=one, **narrowed), currency)
    finding = says.date_words(days, GRAINS[grain].lower(), currency)
    with card(finding, "Spend by day of spend, tickets by day of sale, as recorded; the last may not be over",
              export=export_of(days, "by-date", filters)):
        table(days.iloc[::-1], {"starts_on": Column(f"{GRAINS[grain]} from" if grain != "day" else "Day", "day")}
              | columns(currency), alt=finding, rows=10)


def names_of(currency: str | None, filters: Filters) -> dict[str, str]:
    known = says.in_currency(ask(marketing.channels, filters=filters), currency)["channel"].dropna()
    return {name: name for name in known}


def shows_of(currency: str | None, filters: Filters) -> dict[str, str]:
    rows = says.in_currency(ask(marketing.shows, filters=filters), currency)
    return {row.concert_id: f"{row.artist}, {row.city}, {words.day(row.local_date)}" for row in rows.itertuples()}


def answer_words(everything: pd.DataFrame, currency: str | None, filters: Filters) -> str:
    unattributed = credit.unattributed(credits_of(*terms_asked(), currency, filters))
    return says.answer(says.in_currency(everything, currency), currency, unattributed)




def set_budget(currency: str | None, narrowed: dict[str, str | None], filters: Filters) -> None:
    """A budget for a channel of the season or of the show chosen, for one campaign or all of them."""
    if not reader().may(Action.plan_marketing):
        return
    with st.popover("Set a budget"), st.form("budget form", border=False, clear_on_submit=True):
        channel = st.selectbox("Channel", list(names_of(currency, filters)), key="budget channel")
        campaign = st.text_input("Campaign (none: all of the channel)", max_chars=600).strip()
        amount = st.text_input(f"Amount, {words.symbol(currency).strip()}", placeholder="250.00", max_chars=20)
        if st.form_submit_button("Keep") and channel:
            done(partial(keep_budget, channel, campaign, amount, currency, narrowed["show"]))


def keep_budget(channel: str, campaign: str, amount: str, currency: str | None, show: str | None) -> None:
    """The budget of that place, new or changed; what it was stands in the audit log."""
    try:
        exact = Decimal(amount.strip().replace(",", ""))
    except InvalidOperation as error:
        raise DeedRefused(f"{amount!r} is no amount of money.", remedy="Write it as 250 or 250.00.") from error
    place = {"concert_id": show, "channel": channel, "campaign": campaign or None, "currency": currency or "USD"}
    row = next((row for row in desk.budgets() if all(row[name] == value for name, value in place.items())), None)
    desk.set_budget(actor=reader().actor, budget_id=row and row["budget_id"], version=row and row["version"], amount=exact,
                    **place)
