"""Before an offer goes out: the forecast through every kind of deal at another price or house, and the decision log."""

from dataclasses import asdict

import pandas as pd
import streamlit as st

from core import decisions, radius, settlements, words
from core.access import Action, Grant
from core.answers import concerts as says
from core.answers import offers as offer_says
from core.deals import USUAL, Deal, WhatIf
from core.errors import MarqueeError
from pages.parts.ask import ask
from pages.parts.card import card, export_of
from pages.parts.signing import deed, reader
from pages.parts.table import Column, table
from pages.parts.text import plain, prose

LOG = {"written_at": Column("Written", "instant"), "terms": Column("Offer"), "state": Column("State"),
       "foreseen": Column("Forecast", "odds"), "expected_result": Column("Expected result", "cents"),
       "n_comparables": Column("Comparables", "whole"), "tickets_sold": Column("Sold", "whole"),
       "error_share": Column("Error", "percent_tenths"), "result_error": Column("Result off by", "cents"),
       "author": Column("By")}


def what_if(show: dict, others: tuple[str, ...] | None) -> None:
    """Terms, price and house as somebody enters them, what each kind of deal then brings, and the offer kept."""
    with card("Before an offer: deal, price and house", offer_says.WHAT_IF_CAPTION):
        terms, change = entered(show)
        try:
            outcomes = ask(settlements.what_if, concert_id=show["concert_id"], terms=terms, change=change)
        except MarqueeError as error:
            st.caption(prose(str(error)))
            return
        st.markdown(prose(offer_says.what_if_words(outcomes, show)))
        table(offer_says.what_if_table(outcomes), {
            "deal": Column("Deal", width=130), "walkout": Column(says.unit("Walkout", show), "whole"),
            "promoter_result": Column(says.unit("Our result", show), "whole"),
            "range": Column(says.unit("Range", show), "odds"), "loss": Column("Loss", "odds"),
            "overage": Column("Overage", "odds"), "change": Column(says.unit("Change", show), "whole")},
            alt="Our result under each kind of deal with what was entered")
        if reader().may(Action.offer):
            seen, clear = cleared(show)
            st.button("Keep as an offer", on_click=deed, disabled=not clear,
                      args=(Action.offer, keep, show, terms, change, others, seen))


def cleared(show: dict) -> tuple[str, bool]:
    """The radius conflicts with others' shows in words, and whether the offer may be kept: without any, or knowingly."""
    found = ask(radius.of_show, concert_id=show["concert_id"])
    found = found[~found["is_ours"].astype(bool)]
    if found.empty:
        return "", True
    seen = radius.require_clear(found, accepted=True)
    st.warning(prose(f"{words.things(len(found), 'radius conflict')}: {seen}. Events, Radius draws them."))
    return seen, st.checkbox("Keep it in spite of them", key=f"accept {show['concert_id']}")


def entered(show: dict) -> tuple[Deal, WhatIf]:
    """The form, filled with the deal on file; a change asks anew when it is sent."""
    filed, kinds = ask(settlements.terms_on_file, concert_id=show["concert_id"]) or USUAL, list(settlements.KINDS)
    with st.form(f"what if {show['concert_id']}", border=False), st.grid(
            4, min_column_width=150, vertical_alignment="bottom"):
        kind = st.selectbox("Deal", kinds, kinds.index(filed.name))
        guarantee = st.number_input(says.unit("Guarantee", show), 0.0, value=float(filed.guarantee or 0), step=100.0)
        pct = st.number_input("Artist's share, %", 0.0, 100.0, float(100 * (filed.pct or USUAL.share)), 1.0)
        profit = st.number_input("Promoter profit, %", 0.0, 100.0, float(100 * filed.promoter_profit_pct), 1.0)
        price = st.number_input("Price, % of today's", 1.0, 500.0, 100.0, 5.0)
        lost = st.number_input("Sales lost at +10%, %", 0.0, 100.0, 0.0, 1.0, help=offer_says.LOST_HELP)
        sellable = st.number_input("Sellable", 0, value=int(show["sellable"] or 0), step=50)
        st.form_submit_button("Ask", width="stretch")
    return settlements.entered_terms(kind=kind, filed=filed, guarantee=guarantee, pct=pct, profit=profit), \
        settlements.entered_change(price=price, lost=lost, sellable=sellable)


def keep(grant: Grant, show: dict, terms: Deal, change: WhatIf, others: tuple[str, ...] | None,
         seen: str) -> None:
    decisions.save_offer(actor=grant.actor, concert_id=show["concert_id"], deal=terms, others=others, change=change,
                         assumptions=asdict(change) | ({"radius_conflicts": seen} if seen else {}))
    st.toast("Kept in the decision log, with its forecast, comparables and assumptions.")


def decision_log(show: dict) -> None:
    """What was offered for this show, on what forecast, and how that turned out."""
    log = decisions.log(concert_id=show["concert_id"])
    with card(offer_says.log_words(log), offer_says.LOG_CAPTION, last=True,
              export=export_of(log, "decision-log", show=says.label(show))):
        if log.empty:
            st.caption("Nothing has been offered for this show from here.")
            return
        table(offer_says.log_table(log), LOG, alt=offer_says.log_words(log), rows=6)
        if reader().may(Action.offer):
            move(log)


def move(log: pd.DataFrame) -> None:
    """Say what became of an offer that is not closed."""
    open_ones = log[log["state"].isin(decisions.OPEN_STATES)].set_index("offer_id")
    if open_ones.empty:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        offer_id = st.selectbox("Offer", open_ones.index.tolist(),
                                format_func=lambda one: plain(offer_says.named(open_ones.loc[one])))
        for state in decisions.NEXT_STATES[str(open_ones.loc[offer_id, "state"])]:
            st.button(words.capital(state), key=f"offer {state}", on_click=deed,
                      args=(Action.offer, step, offer_id, int(open_ones.loc[offer_id, "version"]), state))


def step(grant: Grant, offer_id: str, version: int, state: str) -> None:
    decisions.move_offer(actor=grant.actor, offer_id=offer_id, version=version, state=state)


