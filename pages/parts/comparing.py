"""The comparables card of Concerts: past shows with weight and reason, ticked off or added; the URL holds the choice."""

from collections.abc import Callable
from itertools import compress

import pandas as pd
import streamlit as st

from core import comparing, concerts, words
from core.access import Action, Grant
from core.answers import comparing as says
from core.answers import concerts as concert_says
from pages.parts.ask import ask
from pages.parts.card import card, export_of
from pages.parts.signing import deed, reader
from pages.parts.table import Column
from pages.parts.text import plain, prose
from pages.parts.ticking import ticking_table

COMPARABLES = {"use": Column("Use", "tick", width=62), "show": Column("Show", width=240),
               "weight": Column("Match", "bar", width=95), "sell_through": Column("Final sold, %", "percent", width=90),
               "why": Column("Why", width=265)}
URL = "compare"


def chosen(show: dict) -> tuple[str, ...] | None:
    """The comparables that the URL ticks for this show, of those that may be; None where it says nothing of it."""
    asked = says.chosen_in(st.query_params.get(URL), show["concert_id"])
    if asked is None:
        return None
    known = {*published(show)["concert_id"], *ask(comparing.addable, concert_id=show["concert_id"])["concert_id"]}
    return tuple(other for other in asked if other in known)


def published(show: dict) -> pd.DataFrame:
    return ask(concerts.comparables, concert_id=show["concert_id"])


def comparables(show: dict, others: tuple[str, ...] | None) -> None:
    rows = ask(comparable_rows, concert_id=show["concert_id"], others=others)
    ticked = tuple(compress(rows["concert_id"].to_list(), rows["use"].to_list()))
    with card(says.finding(ticked, len(rows)), says.CAPTION,
              export=export_of(rows, "comparables", show=concert_says.label(show))):
        if rows.empty:
            st.caption("No finished show is like this one yet. Add one to compare with.")
        else:
            tick_list(show, rows, others)
        choose(show, ticked, others)


def tick_list(show: dict, rows: pd.DataFrame, others: tuple[str, ...] | None) -> None:
    """The rows with a box each. What was ticked when the list was first drawn stays its base, so that it keeps its
    place while boxes are ticked."""
    ids = tuple(rows["concert_id"].to_list())
    key = f"ticked {show['concert_id']} {len(ids)} {st.session_state.get('comparables anew', 0)}"
    base = st.session_state.setdefault(f"base of {key}", others)
    ticking_table(comparable_rows, COMPARABLES, alt="The shows this one is compared with", rows=10, key=key,
                  ticked=lambda edits: put(show, says.ticked(ids, base, edits)), concert_id=show["concert_id"], others=base)


def comparable_rows(*, concert_id: str, others: tuple[str, ...] | None) -> pd.DataFrame:
    """The published comparables, and those added by hand; `use`: ticked."""
    found = ask(concerts.comparables, concert_id=concert_id).drop(columns="compared_with")
    if others is not None:
        found = says.with_added(found, ask(comparing.addable, concert_id=concert_id), others)
    return says.rows(found, others)


def put(show: dict, others: tuple[str, ...]) -> None:
    st.query_params[URL] = says.in_url(show["concert_id"], others)


def choose(show: dict, ticked: tuple[str, ...], others: tuple[str, ...] | None) -> None:
    """Add a show, go back to what was published, keep the choice for the next publish."""
    kept = comparing.choice(show["concert_id"])
    with st.container(horizontal=True, vertical_alignment="center"):
        menu = st.popover("Add a show", type="tertiary", key="add comparable", on_change="rerun")
        if menu.open:
            with menu:
                add(show, ticked)
        if others is not None:
            st.button("Back to the published", type="tertiary", on_click=anew)
            if reader().may(Action.choose_comparables):
                st.button("Keep this choice", on_click=deed, args=(
                    Action.choose_comparables, keep, show, others, kept["version"] if kept else None))
        if kept:
            st.caption(prose(says.kept_by(kept)), width="content")


def add(show: dict, ticked: tuple[str, ...]) -> None:
    more = ask(comparing.addable, concert_id=show["concert_id"])
    more = more[~more["concert_id"].isin(ticked)].set_index("concert_id")
    named: Callable[[str], str] = lambda other: plain(says.named(more.loc[other]))  # noqa: E731
    other = st.selectbox("Past show", more.index.tolist(), index=None, format_func=named)
    if other and st.button("Compare with it"):
        put(show, (*ticked, other))
        st.rerun()


def anew() -> None:
    st.query_params.pop(URL, None)
    st.session_state["comparables anew"] = st.session_state.get("comparables anew", 0) + 1


def keep(grant: Grant, show: dict, others: tuple[str, ...], version: int | None) -> None:
    """The choice stands in the desk, and the next publish compares with it; `version`: the one looked at."""
    comparing.choose(actor=grant.actor, concert_id=show["concert_id"], others=others, version=version)
    st.toast(prose(f"Kept: {words.things(len(others), 'comparable')}, from the next publish on."))
