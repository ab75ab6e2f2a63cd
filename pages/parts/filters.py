"""The filters all pages share. The URL holds them, so that a link shows what its sender saw."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from core import concerts
from core.errors import NothingPublished
from core.filters import Filters
from pages.parts.ask import ask
from pages.parts.text import plain

NOTHING: dict[str, list[str] | None] = {"market": [], "venue": [], "from": None, "to": None, "genre": []}
LABELS = {"market": ("Market", "All markets"), "venue": ("Venue", "All venues"), "genre": ("Genre", "All genres"),
          "from": ("Shows from", ""), "to": ("Shows to", "")}
PAGE = "page of the filters"
FIRST, LAST = date(1900, 1, 1), date(2100, 12, 31)  # Streamlit's own limit of ten years would hide older shows
NARROWEST = 160  # two beside each other on a phone


def choose(*shown: str) -> Filters:
    """Draw the filters named (market, venue, from, to, genre; all without a name) and return what is chosen."""
    options = ask(offered)
    names = shown or tuple(NOTHING)
    say_again(names)
    with as_entry_script(), st.grid(len(names) + 1, min_column_width=NARROWEST, vertical_alignment="bottom"):
        chosen = {name: choose_day(name) if name in ("from", "to") else choose_some(name, options) for name in names}
        st.button("Reset", on_click=reset, disabled=not any(chosen.values()))
    return Filters(markets=tuple(chosen.get("market", ())), venues=tuple(chosen.get("venue", ())),
                   genres=tuple(chosen.get("genre", ())), date_from=chosen.get("from"), date_to=chosen.get("to"))


def say_again(names: Sequence[str]) -> None:
    """On another page than the last run's, send the browser what is chosen: now and then it forgets it while pages change,
    and its next click would say that nothing is."""
    context = get_script_run_ctx()
    page = context.page_script_hash if context else ""
    if st.session_state.get(PAGE) != page:
        st.session_state[PAGE] = page
        for name in names:
            if name in st.session_state:
                st.session_state[name] = st.session_state[name]


def offered() -> dict[str, list[str]]:
    """What each filter offers: its name -> values; kept like an answer."""
    options = ask(concerts.filter_options)
    return {name: options.loc[options["dimension"] == name, "value"].tolist() for name in ("market", "venue", "genre")}


def places(name: str) -> list[str]:
    """Every market, venue or genre that the reader may choose; none before the first publish."""
    try:
        return ask(offered)[name]
    except NothingPublished:
        return []


def choose_some(name: str, options: dict[str, list[str]]) -> list[str]:
    label, placeholder = LABELS[name]
    return st.multiselect(label, options[name], key=name, placeholder=placeholder, bind="query-params",
                          persist_state="session", wrap=False)


def choose_day(name: str) -> date | None:
    return st.date_input(LABELS[name][0], value=None, min_value=FIRST, max_value=LAST, key=name, format="YYYY-MM-DD",
                         bind="query-params", persist_state="session")


def pick(label: str, key: str, options: Mapping[str, str]) -> str:
    """Let one of `options` (id -> words) be chosen, the first unless the URL's `key` names another; return its id.

    The URL holds the id, not the words, so it is written here: a bound widget would write the words.
    """
    asked = st.query_params.get(key)
    if st.session_state.get(key) not in options:
        st.session_state[key] = asked if asked in options else next(iter(options))
    chosen = st.selectbox(label, list(options), format_func=lambda option: plain(options[option]), key=key, width=480)
    if asked != chosen:
        st.query_params[key] = chosen
    return chosen


def pick_view(views: Sequence[str]) -> str:
    """Which of a page's views is shown, the first unless the URL's `view` names another."""
    chosen = st.segmented_control("View", views, key="view", default=views[0], required=True, bind="query-params",
                                  label_visibility="collapsed", wrap=True)
    return chosen or views[0]


@contextmanager
def as_entry_script() -> Iterator[None]:
    """Draw as if pages/navigation.py did: in Streamlit 1.67 only the entry script's widgets keep a value that came with
    the URL when the page changes."""
    context = get_script_run_ctx()
    if context is None:
        yield
        return
    with context.run_with_active_hash(context.pages_manager.main_script_hash):
        yield


def reset() -> None:
    """Back to all shows; a callback of the Reset and "Clear filters" buttons."""
    for name, nothing in NOTHING.items():
        st.session_state[name] = nothing
