"""The money cards of Concerts: the settlement sheet and what each deal would pay."""

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from core import charts, concerts
from core.access import Action
from core.answers import concerts as says
from core.answers import settlements as money
from core.settlement_sheet import settlement_sheet
from pages.parts import states
from pages.parts.ask import ask
from pages.parts.card import card, export_of
from pages.parts.chart import chart
from pages.parts.signing import reader
from pages.parts.table import Column, kept_table


def settlement(show: dict) -> None:
    lines = ask(concerts.settlement_lines, concert_id=show["concert_id"])
    with card(money.settlement_words(show), money.settlement_caption(lines), chart=True, last=True,
              export=export_of(lines, "settlement")):
        if lines.empty:
            st.caption(money.why_no_settlement(show))
            return
        if reader().may(Action.see_money):
            st.download_button("Settlement as PDF", partial(sheet, show["concert_id"]),
                               f"settlement-{show['concert_id']}.pdf", "application/pdf", on_click="ignore")
        chart(settlement_figure, name="settlement", alt=money.settlement_words(show), concert_id=show["concert_id"],
              currency=show["currency"])


def sheet(concert_id: str) -> bytes:
    return settlement_sheet(concert_id=concert_id).pdf


def settlement_figure(*, concert_id: str, currency: str | None, theme: charts.Theme) -> Any:
    lines = money.waterfall(ask(concerts.settlement_lines, concert_id=concert_id))
    return charts.settlement_waterfall(lines, currency=currency, theme=theme)


def deals(show: dict) -> None:
    outcomes = ask(concerts.deal_outcomes, concert_id=show["concert_id"])
    if outcomes.empty:
        if show["phase"] == "on_sale":
            states.too_little("What each deal would pay", money.why_no_deals(show))
        return
    with card("What each deal would pay", "Our result at the median forecast with its 80% range, or as sold; agreed deal first",
              export=export_of(outcomes, "deals")):
        kept_table(deal_rows, {
            "deal": Column("Deal"), "promoter_result": Column(says.unit("Our result", show), "whole"),
            "range": Column(says.unit("Range", show), "odds"), "chance": Column("Profit", "odds"),
            "chance_of_overage": Column("Overage", "percent")},
            alt="Our result under each kind of deal, and the chance of a profit", concert_id=show["concert_id"])


def deal_rows(*, concert_id: str) -> pd.DataFrame:
    return money.deal_table(ask(concerts.deal_outcomes, concert_id=concert_id))
