"""The Marketing view on what money would bring: from a show's gap to spend, and a budget moved to where it brings most."""

from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from core import concerts, responses, words
from core.answers import responding as says
from core.answers.marketing import in_currency
from core.answers.promoting import show_labels
from core.filters import Filters
from pages.parts import states
from pages.parts.ask import ask
from pages.parts.card import card, export_of
from pages.parts.filters import pick
from pages.parts.table import Column, kept_table, table


def planner(currency: str | None, filters: Filters) -> None:
    """From a show's gap to money, and a fixed budget to where it brings most."""
    left, right = st.columns([4, 7], gap="medium")
    with left:
        gap(currency, filters)
    with right:
        season(currency, filters)


def short_of(*, currency: str | None, filters: Filters) -> tuple[dict[str, str], dict[str, float]]:
    """Shows on sale that will not reach their goal, the furthest from it first: what they are called, tickets short."""
    shows = in_currency(ask(concerts.on_sale, filters=filters), currency)
    tickets = shows["tickets_short"].to_numpy(float, na_value=float("nan"))
    short = shows.take(np.argsort(-tickets, kind="stable")[:np.isfinite(tickets).sum()])
    return show_labels(short), dict(zip(short["concert_id"], short["tickets_short"].astype(float), strict=True))


def gap(currency: str | None, filters: Filters) -> None:
    labels, short = ask(short_of, currency=currency, filters=filters)
    if not short:
        states.too_little("No show with a gap", "A gap needs a show on sale with a forecast and comparables.")
        return
    show = pick("Show", "gap", labels)
    wanted = st.number_input("Tickets short", min_value=0, max_value=100_000, value=round(short[show]), key=f"short {show}",
                             help="Forecast against what comparables finish at; change it for another goal")
    needs = ask(responses.gap_plan, currency=currency or "", gap=float(wanted))
    sign = words.symbol(currency).strip()
    with card(says.gap_words(needs, float(wanted), currency), "Each channel alone, at its own rates so far; they rise "
              "with spend. 'Not causal': no shows went without the channel on purpose", last=True,
              export=export_of(needs, "gap")):
        if len(needs) and wanted > 0:
            table(says.gap_rows(needs, currency), {
                "channel": Column("Channel"), "orders": Column("Orders", "whole"), "clicks": Column("Clicks", "whole"),
                "spend": Column(f"Spend, {sign}", "whole"), "range": Column("80% range", "odds"), "note": Column("Note")},
                alt=says.gap_words(needs, float(wanted), currency))


def season(currency: str | None, filters: Filters) -> None:
    plan = ask(responses.season_plan, filters=filters, budget=None)
    if plan is None:
        states.too_little("No budget to move", "It needs shows on sale with spend, and a measured response.")
        return
    budget = st.number_input(f"Budget to give out, {words.symbol(currency).strip()}", min_value=1, max_value=10**9,
                             value=max(round(plan.budget), 1), key=f"budget {plan.budget:.0f}",
                             help="As planned: what the shows' marketing budgets have left, else as spent of late")
    asked: dict[str, Any] = {"filters": filters, "budget": None if budget == round(plan.budget) else float(budget)}
    plan = ask(responses.season_plan, **asked) or plan
    sign = words.symbol(currency).strip()
    gained = says.plan_words(plan.budget, plan.gain, plan.gain_lo, plan.gain_hi, plan.verdict, currency)
    with card(says.plan_finding(plan.rows, plan.verdict, currency),
              f"{gained}. Along the measured curves, no show beyond the tickets nobody is forecast to buy; 80% range, no trial",
              last=True, export=export_of(plan.rows, "season-plan", filters)):
        money = {"planned": Column(f"Planned, {sign}", "whole"), "proposed": Column(f"Proposed, {sign}", "whole"),
                 "change": Column(f"Change, {sign}", "whole")}
        kept_table(moved, {"channel": Column("Channel")} | money, alt="The budget by channel", by="channel", **asked)
        kept_table(moved, {"artist": Column("Show"), "city": Column("City"), "local_date": Column("Date", "day")} | money,
                   alt="The budget by show", rows=9, by="concert_id", **asked)


def moved(*, by: str, filters: Filters, budget: float | None) -> pd.DataFrame:
    plan = ask(responses.season_plan, filters=filters, budget=budget)
    return says.plan_by(plan.rows, by) if plan else pd.DataFrame()


def answer_words(currency: str | None, filters: Filters) -> str:
    plan = ask(responses.season_plan, filters=filters, budget=None)
    if plan is None:
        return "There is no budget to move: no show on sale has spend and a measured response."
    return says.plan_words(plan.budget, plan.gain, plan.gain_lo, plan.gain_hi, plan.verdict, currency) + "."
