"""The Marketing view on effect: what would not have been sold otherwise, and waste."""

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from core import attributions, charts, responses, words
from core.answers import responding as says
from core.answers.marketing import in_currency
from core.filters import Filters
from pages.parts import states
from pages.parts.ask import ask
from pages.parts.card import card, export_of
from pages.parts.chart import chart
from pages.parts.filters import pick
from pages.parts.table import Column, kept_table


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
    sign = words.symbol(str(effects["currency"].iloc[0])).strip()
    with card(says.finding(effects), f"All {words.things(int(effects['shows'].iloc[0]), 'show')} with sales by day, whatever is "
              f"chosen above; 80% ranges. {says.NOT_A_TRIAL}", last=True, export=export_of(effects, "effects"),
              note="Generated: demand added, seat or no seat. Incremental: sold, and not sold otherwise. Credited: ROAS by last "
                   "touch, 7 days, for comparison."):
        kept_table(effect_rows, {
            "channel": Column("Channel", width=58), "spend": Column(f"Spend, {sign}", "whole", width=66),
            "generated": Column("Generated", "whole", width=68), "generated_range": Column("Range", "odds", width=102),
            "incremental": Column("Incremental", "whole", width=76), "incremental_range": Column("Range ", "odds", width=102),
            "cost": Column(f"A ticket, {sign}", "cents", width=64), "roas": Column("ROAS", "tenths", width=50),
            "claim": Column("Credited", "tenths", width=58), "wasted": Column(f"Wasted, {sign}", "whole", width=68),
            "basis": Column("Shows", width=76)}, alt=says.finding(effects))


def effect_rows() -> pd.DataFrame:
    effects = ask(responses.effects)
    claimed = in_currency(ask(attributions.attribution, filters=Filters()), str(effects["currency"].iloc[0]))
    return says.table(effects, claimed)


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
    asked: dict[str, Any] = {"currency": currency, "filters": filters}
    lost, finding, sign = ask(lost_on, **asked), ask(waste_words, **asked), words.symbol(currency).strip()
    with card(finding, "Spend on days after the last ticket went; stop it when a show sells out",
              export=export_of(lost, "waste", filters)):
        if len(lost):
            kept_table(lost_on, {
                "artist": Column("Show"), "city": Column("City"), "local_date": Column("Date", "day"),
                "wasted": Column(f"Wasted, {sign}", "whole"), "spend": Column(f"Spend, {sign}", "whole"),
                "share": Column("Of spend, %", "percent")}, alt=finding, rows=8, **asked)


def lost_on(*, currency: str | None, filters: Filters) -> pd.DataFrame:
    return says.waste_rows(in_currency(ask(responses.by_show, filters=filters), currency))


def waste_words(*, currency: str | None, filters: Filters) -> str:
    return says.waste_words(in_currency(ask(responses.by_show, filters=filters), currency), currency)


def answer_words(currency: str | None) -> str:
    return says.answer(ask(responses.effects), ask(responses.why_not), currency)
