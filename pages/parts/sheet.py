"""The settlement of a show line by line: nights pooled with it, and what is adjusted at the table."""

from typing import Any

import pandas as pd
import streamlit as st

from core import adjusting, concerts, settlements, words
from core.access import Action, Grant
from core.answers import concerts as says
from core.answers import settlements as money
from pages.parts.ask import ask
from pages.parts.card import card, export_of
from pages.parts.signing import deed, reader, visitor
from pages.parts.states import refusals
from pages.parts.table import Column, kept_table
from pages.parts.text import label, plain

SHEET = {"line": Column("Line", width=190), "amount": Column("Amount", "cents"), "rule": Column("Rule", width=430),
         "state": Column("State", width=75)}


def sheet_lines(show: dict) -> None:
    """The settlement replayed: every line with the rule that gives it; with other nights, all settled as one."""
    with card("Settlement, line by line", money.SHEET_CAPTION, export=export_of(
            ask(concerts.settlement_lines, concert_id=show["concert_id"]), "settlement-lines", show=says.label(show))):
        nights, made = pooled_with(show), adjusting.written(concert_id=show["concert_id"])
        with refusals():
            kept_table(sheet_rows, SHEET | {"amount": Column(says.unit("Amount", show), "cents", width=105)}, rows=45,
                       alt=money.settlement_words(show), concert_id=show["concert_id"], nights=nights,
                       made=tuple(row["adjustment_id"] for row in made))
        adjust(show, made)


def adjust(show: dict, made: list[dict[str, Any]]) -> None:
    """Write what is settled at the table beside the deal, and take it back."""
    if not reader().may(Action.settle):
        return
    menu = st.popover("Adjust at the table", type="tertiary", key="adjust", on_change="rerun")
    if not menu.open:
        return
    with menu:
        for row in made:
            st.button(label(f"Take back {row['label']}, {words.price(row['amount'], show['currency'])}"),
                      key=f"take back {row['adjustment_id']}", on_click=deed,
                      args=(Action.settle, take_back, row))
        with st.form("adjustment", border=False, clear_on_submit=True):
            said = st.text_input("What for", max_chars=200, placeholder="Catering buyout")
            amount = st.number_input(says.unit("Amount", show), value=0.0, step=50.0, help=money.AMOUNT_HELP)
            passed_on = st.checkbox("Passed on to others", help=money.PASSED_ON_HELP)
            if st.form_submit_button("Put it on the sheet"):
                with refusals():
                    grant = visitor().require(Action.settle)
                    adjusting.adjust(actor=grant.actor, concert_id=show["concert_id"], label=said,
                                     amount=settlements.exact(amount, "0.01"), passed_on=passed_on)
                    st.rerun()
        st.caption("On this sheet at once; in every other figure from the next publish on.")


def take_back(grant: Grant, row: dict[str, Any]) -> None:
    adjusting.withdraw(actor=grant.actor, adjustment_id=row["adjustment_id"], version=row["version"])


def pooled_with(show: dict) -> tuple[str, ...]:
    """Other nights that the reader settles together with this one."""
    alike = ask(settlements.poolable, concert_id=show["concert_id"])
    if alike.empty:
        return ()
    named = says.labels(alike)
    return tuple(st.multiselect("Settle together with", list(named), format_func=lambda night: plain(named[night]),
                                key=f"nights {show['concert_id']}", placeholder="This night alone"))


def sheet_rows(*, concert_id: str, nights: tuple[str, ...], made: tuple[str, ...]) -> pd.DataFrame:
    """As published, or settled anew with other nights and with what was `made` at the table since."""
    if nights or made:
        return money.sheet_table(settlements.pooled(concert_ids=(concert_id, *nights)).rename(columns={"certainty": "state"}))
    return money.sheet_table(ask(concerts.settlement_lines, concert_id=concert_id))
