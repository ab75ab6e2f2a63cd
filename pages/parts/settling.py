"""The money cards of Concerts: the settlement in figures and as a chart, the budget, every kind of deal."""

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from core import charts, concerts, words
from core.access import Action
from core.answers import concerts as says
from core.answers import settlements as money
from core.settlement_sheet import settlement_sheet
from pages.parts import states
from pages.parts.ask import ask, told
from pages.parts.card import card, export_of
from pages.parts.chart import chart
from pages.parts.metrics import Metric, metric_row
from pages.parts.signing import reader
from pages.parts.table import Column, kept_table
from pages.parts.taking import taken_home
from pages.parts.text import prose


def metrics(show: dict) -> None:
    """The settlement in six figures, all on the basis of its sheet."""
    lines = ask(concerts.settlement_lines, concert_id=show["concert_id"])
    amount, basis = money.amounts(lines, show["currency"]), money.basis_words(lines)
    metric_row([
        Metric("Gross", amount["Gross"], fact=basis),
        Metric("Net gross", amount["Net gross"], fact="after fees and tax"),
        Metric("Walkout", amount["Walkout to pay"], fact=money.walkout_words(lines)),
        Metric("Our result", amount["Promoter result"], fact=money.state_words(show)),
        Metric("Break-even", words.count(show["break_even_tickets"]), fact=money.break_even_words(show),
               help="Internal: tickets that pay expenses and guarantee, (E + G) / net price a ticket"),
        Metric("Break-even, external", words.count(show["break_even_external"]), fact=money.external_words(show),
               help="Fewest tickets at which we come out even under the deal itself, expenses moving with the tickets"),
    ])


def settlement(show: dict, *, last: bool = True) -> None:
    if not reader().may(Action.see_money):
        states.too_little("Settlement and deals", money.NOT_SHOWN)
        return
    lines = ask(concerts.settlement_lines, concert_id=show["concert_id"])
    caption = told(money.settlement_caption, concerts.settlement_lines, concert_id=show["concert_id"])
    with card(money.settlement_words(show), caption, chart=True, last=last,
              export=export_of(lines, "settlement", show=says.label(show))):
        if lines.empty:
            st.caption(prose(money.why_no_settlement(show)))
            return
        made = taken_home(partial(sheet, show["concert_id"]), "settlement sheet", concert_id=show["concert_id"])
        st.download_button("Settlement as PDF", made, f"settlement-{show['concert_id']}.pdf", "application/pdf",
                           on_click="ignore")
        chart(settlement_figure, name="settlement", alt=money.settlement_words(show), concert_id=show["concert_id"],
              currency=show["currency"])


def sheet(concert_id: str) -> bytes:
    return settlement_sheet(concert_id=concert_id).pdf


def settlement_figure(*, concert_id: str, currency: str | None, theme: charts.Theme) -> Any:
    lines = money.waterfall(ask(concerts.settlement_lines, concert_id=concert_id))
    return charts.settlement_waterfall(lines, currency=currency, theme=theme)


def budget(show: dict) -> None:
    lines = ask(concerts.budget, concert_id=show["concert_id"])
    with card(money.budget_words(lines, show), money.budget_caption(lines), last=True,
              export=export_of(lines, "budget", show=says.label(show))):
        if lines.empty:
            st.caption("No expenses are on file: expenses.csv brings them in.")
            return
        kept_table(concerts.budget, {
            "category": Column("Expense"), "kind": Column("Kind", width=70),
            "budgeted": Column(says.unit("Budget", show), "whole"), "actual": Column(says.unit("Actual", show), "whole"),
            "difference": Column("Over", "whole")}, alt=money.budget_words(lines, show), rows=12,
            concert_id=show["concert_id"])


def deals(show: dict) -> None:
    outcomes = ask(concerts.deal_outcomes, concert_id=show["concert_id"])
    if outcomes.empty:
        if show["phase"] == "on_sale" and reader().may(Action.see_money):
            states.too_little("What each deal would pay", money.why_no_deals(show))
        return
    with card("What each deal would pay", told(money.deals_caption, concerts.deal_outcomes, concert_id=show["concert_id"]),
              export=export_of(outcomes, "deals", show=says.label(show))):
        paid = {} if outcomes["result_lo"].notna().any() else {"walkout": Column(says.unit("Walkout", show), "whole")}
        kept_table(deal_rows, {
            "deal": Column("Deal"), **paid, "promoter_result": Column(says.unit("Our result", show), "whole"),
            "range": Column(says.unit("Range", show), "odds"), "chance": Column("Profit", "odds"),
            "overage": Column("Overage", "odds")},
            alt="Our result under each kind of deal, and the chance of a profit", concert_id=show["concert_id"])


def deal_rows(*, concert_id: str) -> pd.DataFrame:
    return money.deal_table(ask(concerts.deal_outcomes, concert_id=concert_id))
