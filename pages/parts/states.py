"""What stands where there is nothing to show: said plainly, with what to do next."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from core.errors import MarqueeError, NothingPublished
from pages.parts.filters import reset
from pages.parts.text import label, prose


def empty(what: str, why: str, *, clear: bool = False) -> None:
    """A quiet box: "No shows on sale in this market", its cause, and a button where clearing the filters helps."""
    with st.container(border=True, horizontal_alignment="center", gap="xsmall"):
        st.space("small")
        st.subheader(label(what), anchor=False, text_alignment="center")
        st.caption(prose(why), text_alignment="center")
        if clear:
            st.button("Clear filters", on_click=reset, key=f"clear {what}")
        st.space("small")


def too_little(what: str, why: str) -> None:
    """A card-sized line in place of a figure that lacks data: "5 of 9 comparables"."""
    with st.container(border=True):
        st.subheader(label(what), anchor=False)
        st.caption(prose(why))


def stale(source: str, age: str) -> None:
    """Amber: which source is old, and how old."""
    st.warning(prose(f"Stale: {source} is {age} old."))


def failed(error: MarqueeError) -> None:
    """Red: what happened and what to do. Before the first publish nothing has failed, so that is an empty state."""
    if isinstance(error, NothingPublished):
        st.header("Nothing to show", anchor=False)
        empty("No data yet", str(error))
    else:
        logging.getLogger(__name__).error("%s", error)
        st.error(prose(str(error)))


@contextmanager
def refusals() -> Iterator[None]:
    """What is refused inside is said where it happened; the page goes on."""
    try:
        yield
    except MarqueeError as error:
        st.error(prose(str(error)))
