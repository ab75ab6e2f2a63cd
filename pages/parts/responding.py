"""The Marketing view on effect: what would not have been sold otherwise, waste, and where money would bring more."""

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from core import attributions, charts, concerts, responses, words
from core.answers import responding as says
from core.answers.marketing import in_currency
from core.filters import Filters
from pages.parts import states
from pages.parts.ask import ask
from pages.parts.card import card, export_of
from pages.parts.chart import chart
from pages.parts.filters import pick
from pages.parts.table import Column, table


def incrementality(currency: str | None, filters: Filters) -> None:
    """Generated and incremental apart, the curve of one channel, and spend after the last ticket."""
    effects = ask(responses.effects)
    if effects.empty:
        states.too_little("Nothing measured yet", ask(responses.why_not))
        return
    left, right = st.columns([7, 4], gap="medium")
    with left:
        effect_table(effects, filters)
    with right:
        curve_card(currency)
    waste(currency, filters)


def effect_table(effects: pd.DataFrame, filters: Filters) -> None:
    currency = str(effects["currency"].iloc[0])
    claimed = in_currency(ask(attributions.attribution, filters=Filters()), currency)
    rows, sign = says.table(effects, claimed), words.symbol(currency).strip()
    with card(says.finding(effects), f"All {words.things(int(effects['shows'].iloc[0]), 'show')} with sales by day, whatever is "
              f"chosen above; 80% ranges. {says.NOT_A_TRIAL}", last=True, export=export_of(effects, "effects"),
              note="Generated: demand added, seat or no seat. Incremental: sold, and not sold otherwise. Credited: ROAS by last "
                   "touch, 7 days, for comparison."):
        table(rows, {
            "channel": Column("Channel", width=58), "spend": Column(f"Spend, {sign}", "whole", width=66),
            "generated": Column("Generated", "whole", width=68), "generated_range": Column("Range", "odds", width=102),
            "incremental": Column("Incremental", "whole", width=76), "incremental_range": Column("Range ", "odds", width=102),
            "cost": Column(f"A ticket, {sign}", "cents", width=64), "roas": Column("ROAS", "tenths", width=50),
            "claim": Column("Credited", "tenths", width=58), "wasted": Column(f"Wasted, {sign}", "whole", width=68),
            "basis": Column("Shows", width=76)}, alt=says.finding(effects))


def curve_card(currency: str | None) -> None:
    """What spend on one channel brings, with its range."""
    effects = ask(responses.effects)
    if effects.empty:
        states.too_little("What more spend would bring", ask(responses.why_not))
        return
    money = str(effects["currency"].iloc[0])
    with st.container():
        channel = pick("Curve of", "curve", {name: name for name in effects["channel"]})
        curve = ask(responses.curve, channel=channel)
        finding = says.curve_words(curve, channel, money)
        with card(finding, "Incremental tickets over all shows by spend, 80% range; shaded where no tenth of shows has been",
                  chart=True, export=export_of(curve, "curve")):
            chart(curve_figure, name="curve", alt=finding, channel=channel)


def curve_figure(*, channel: str, theme: charts.Theme) -> Any:
    curve = ask(responses.curve, channel=channel)
    first = curve.iloc[0]
    return charts.response_curve(curve, current=float(first["current"]), tried_to=float(first["tried_to"]),
                                 spell=partial(words.money, currency=first["currency"]), theme=theme)


def waste(currency: str | None, filters: Filters) -> None:
    rows = in_currency(ask(responses.by_show, filters=filters), currency)
    lost, sign = says.waste_rows(rows), words.symbol(currency).strip()
    with card(says.waste_words(rows, currency), "Spend on days after the last ticket went; stop it when a show sells out",
              export=export_of(lost, "waste", filters)):
        if len(lost):
            table(lost, {"artist": Column("Show"), "city": Column("City"), "local_date": Column("Date", "day"),
                         "wasted": Column(f"Wasted, {sign}", "whole"), "spend": Column(f"Spend, {sign}", "whole"),
                         "share": Column("Of spend, %", "percent")}, alt=says.waste_words(rows, currency), rows=8)


def planner(currency: str | None, filters: Filters) -> None:
    """From a show's gap to money, and a fixed budget to where it brings most."""
    left, right = st.columns([4, 7], gap="medium")
    with left:
        gap(currency, filters)
    with right:
        season(currency, filters)


def gap(currency: str | None, filters: Filters) -> None:
    shows = in_currency(ask(concerts.on_sale, filters=filters), currency)
    short = shows.dropna(subset="tickets_short").sort_values("tickets_short", ascending=False)
    if short.empty:
        states.too_little("No show with a gap", "A gap needs a show on sale with a forecast and comparables.")
        return
    labels = {row.concert_id: f"{row.artist}, {row.city}, {words.day(row.local_date)}" for row in short.itertuples()}
    show = pick("Show", "gap", labels)
    known = float(short.loc[short["concert_id"] == show, "tickets_short"].iloc[0])
    wanted = st.number_input("Tickets short", min_value=0, max_value=100_000, value=round(known), key=f"short {show}",
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
    plan = ask(responses.season_plan, filters=filters)
    if plan is None:
        states.too_little("No budget to move", "It needs shows on sale with spend, and a measured response.")
        return
    budget = st.number_input(f"Budget to give out, {words.symbol(currency).strip()}", min_value=1, max_value=10**9,
                             value=max(round(plan.budget), 1), key="budget",
                             help="As planned: what the shows' marketing budgets have left, else as spent of late")
    if budget != round(plan.budget):
        plan = ask(responses.season_plan, filters=filters, budget=float(budget)) or plan
    sign = words.symbol(currency).strip()
    gained = says.plan_words(plan.budget, plan.gain, plan.gain_lo, plan.gain_hi, plan.verdict, currency)
    with card(says.plan_finding(plan.rows, plan.verdict, currency),
              f"{gained}. Along the measured curves, no show beyond the tickets nobody is forecast to buy; 80% range, no trial",
              last=True, export=export_of(plan.rows, "season-plan", filters)):
        money = {"planned": Column(f"Planned, {sign}", "whole"), "proposed": Column(f"Proposed, {sign}", "whole"),
                 "change": Column(f"Change, {sign}", "whole")}
        table(says.plan_by(plan.rows, "channel"), {"channel": Column("Channel")} | money, alt="The budget by channel")
        table(says.plan_by(plan.rows, "concert_id"), {"artist": Column("Show"), "city": Column("City"),
                                                      "local_date": Column("Date", "day")} | money,
              alt="The budget by show", rows=9)


def answer_words(currency: str | None) -> str:
    return says.answer(ask(responses.effects), ask(responses.why_not), currency)


def plan_answer(currency: str | None, filters: Filters) -> str:
    plan = ask(responses.season_plan, filters=filters)
    if plan is None:
        return "There is no budget to move: no show on sale has spend and a measured response."
    return says.plan_words(plan.budget, plan.gain, plan.gain_lo, plan.gain_hi, plan.verdict, currency) + "."
