"""The Marketing view from the season down to one campaign: by show, market, channel or campaign, day by day, and budgets."""

import json
from itertools import islice
from typing import Any

import pandas as pd
import streamlit as st

from core import attributions, marketing, words
from core.answers import attribution as credit
from core.answers import marketing as says
from core.answers.promoting import show_labels as labels
from core.desk import campaigns as desk
from core.filters import Filters
from core.show_sums import said_of_chosen
from pages.parts.ask import ask
from pages.parts.budgeting import set_budget
from pages.parts.card import card, export_of
from pages.parts.crediting import terms_chosen
from pages.parts.filters import pick
from pages.parts.spending import columns
from pages.parts.table import Column, kept_table

ALL, MOST = "all", 500  # shows of a picker, most spend first
DEPTHS = {"concert": "Show", "market": "Market", "channel": "Channel", "campaign": "Campaign"}
GRAINS = {"week": "Week", "day": "Day", "month": "Month"}


def campaigns(currency: str | None, filters: Filters) -> None:
    """From the season to one campaign: what the rows are, of which channel and show, and how it went day by day."""
    model, window = terms_chosen()
    with st.grid(3, min_column_width=160, vertical_alignment="bottom"):
        by = pick("Rows", "by", DEPTHS)
        channel = pick("Channel", "channel", {ALL: "All channels"} | ask(names_of, currency=currency, filters=filters))
        show = pick("Show", "show", {ALL: "All shows"} | ask(shows_of, currency=currency, filters=filters))
    narrowed = {"channel": None if channel == ALL else channel, "show": None if show == ALL else show}
    asked: dict[str, Any] = {"by": by, "terms": (model, window), "currency": currency, "filters": filters,
                             "budgets": json.dumps(desk.budgets(), default=str)} | narrowed
    rows = ask(broken_down, **asked)
    finding, note = ask(said_of, **asked)
    with card(finding, f"{terms_of(by, model, window)} Choose a row's channel or show above to go deeper.",
              export=export_of(rows, "campaigns", filters), note=note):
        sign = words.symbol(currency).strip()
        kept_table(named, {"name": Column(DEPTHS[by], width=230), "local_date": Column("Date", "day"),
                           "budgeted": Column(f"Budget, {sign}", "whole"),
                           "budget_used": Column("Of budget, %", "percent")} | columns(currency),
                   alt=f"Spend by {by}", rows=14, **asked)
        set_budget(list(ask(names_of, currency=currency, filters=filters)), currency, narrowed["show"])
    over_time(by, rows, currency, filters, narrowed)


def broken_down(*, by: str, terms: tuple[str, int], currency: str | None, filters: Filters, budgets: str,
                **narrowed: str | None) -> pd.DataFrame:
    """The rows of the table: campaigns and channels with the credit of the model, shows and markets as recorded.
    `budgets`: those written at the desk as JSON, which an answer can be kept by."""
    if by == "campaign":
        rows = ask(attributions.campaigns, filters=filters, model=terms[0], window_days=terms[1], **narrowed)
    elif by == "concert" and narrowed["show"] is None:
        rows = ask(marketing.of_each_show, filters=filters, channel=narrowed["channel"])
    else:
        rows = ask(marketing.breakdown, filters=filters, by=by, **narrowed)
    return marketing.planned(says.in_currency(rows, currency), json.loads(budgets), by=by, **narrowed)


def said_of(**asked: Any) -> tuple[str, str]:
    """The finding and the note on budgets."""
    rows = ask(broken_down, **asked)
    return credit.campaign_words(rows, DEPTHS[asked["by"]].lower()), credit.budget_words(rows, asked["currency"])


def terms_of(by: str, model: str, window: int) -> str:
    if by == "campaign":
        return f"Credited by {credit.MODELS[model].lower()}, {words.things(window, 'day')}; attributed, not caused."
    return "All tickets of the row; channels as recorded with the sale (last touch)."


def named(**asked: Any) -> pd.DataFrame:
    return credit.named(ask(broken_down, **asked), asked["by"])


def over_time(by: str, rows: pd.DataFrame, currency: str | None, filters: Filters,
              narrowed: dict[str, str | None]) -> None:
    """Day by day, week or month: of one campaign where one is chosen."""
    campaign = None
    with st.grid(2, min_column_width=160, vertical_alignment="bottom"):
        grain = pick("By", "grain", GRAINS)
        if by == "campaign":
            keys = {ALL: "All campaigns"} | {key: key for key in rows["key"].dropna().head(200)}
            campaign = pick("Campaign", "campaign", keys)
    asked: dict[str, Any] = {"grain": grain, "currency": currency, "filters": filters,
                             "campaign": None if campaign == ALL else campaign} | narrowed
    days, finding = ask(dated, **asked)
    with card(finding, "Spend by day of spend, tickets by day of sale, as recorded; the last may not be over",
              export=export_of(days, "by-date", filters)):
        kept_table(newest_first, {"starts_on": Column(f"{GRAINS[grain]} from" if grain != "day" else "Day", "day")}
                   | columns(currency), alt=finding, rows=10, **asked)


def dated(*, grain: str, currency: str | None, filters: Filters, campaign: str | None, channel: str | None,
          show: str | None) -> tuple[pd.DataFrame, str]:
    """The rows and the finding."""
    rows = ask(marketing.by_date, filters=filters, grain=grain, campaign=campaign, channel=channel, show=show) \
        if campaign or channel else ask(marketing.over_shows, filters=filters, grain=grain, show=show)
    days = says.in_currency(rows, currency)
    return days, says.date_words(days, GRAINS[grain].lower(), currency)


def newest_first(**asked: Any) -> pd.DataFrame:
    return ask(dated, **asked)[0].iloc[::-1]


def names_of(*, currency: str | None, filters: Filters) -> dict[str, str]:
    known = says.in_currency(ask(marketing.channels, filters=filters), currency)["channel"].dropna()
    return {name: name for name in known}


def shows_of(*, currency: str | None, filters: Filters) -> dict[str, str]:
    """Every show's words are kept, and cut: at a tenth of the price of a frame of the shows chosen."""
    return dict(islice(said_of_chosen(ask(labels_of, currency=currency, filters=Filters()), filters).items(), MOST))


def labels_of(*, currency: str | None, filters: Filters) -> dict[str, str]:
    return labels(says.in_currency(ask(marketing.shows, filters=filters), currency))
