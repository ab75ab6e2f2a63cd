"""The frame of every page: its name, how fresh the data is, and the answer to its question."""

from datetime import UTC, date, datetime
from typing import NamedTuple

import pandas as pd
import streamlit as st

from core import sources, words
from pages.parts.ask import ask
from pages.parts.text import label, prose

STALE_HOURS = 24


class Standing(NamedTuple):
    """How far the data can be trusted right now, in a few words, with the badge's colour and icon."""

    words: str
    color: str
    icon: str | None = None


def heading(title: str) -> None:
    """The page's name with the freshness badge and "Data as of …" at the right."""
    with st.container(horizontal=True, vertical_alignment="center", key="heading"):
        st.title(label(title), anchor=False, width="stretch")
        about, states = ask(sources.about).iloc[0], ask(sources.states)
        for standing in standings(about, states, datetime.now(UTC)):
            st.badge(label(standing.words), color=standing.color, icon=standing.icon)
        st.caption(label(as_of(about, st.context.timezone)), width="content")


def answer(sentence: str) -> None:
    """The sentence that holds the number that matters."""
    st.header(prose(sentence), anchor=False)


def standings(about: pd.Series, states: pd.DataFrame, now: datetime) -> list[Standing]:
    """The badges: the sample season, or each source that failed or is old, or that all is up to date."""
    if about["season"] == "sample":
        return [Standing("Sample season", "gray")]
    ages = (pd.Timestamp(now).tz_localize(None) - states["last_success_at"]).dt.total_seconds() / 3600
    failed = states["last_outcome"] == "failed"
    old = ~failed & (ages > STALE_HOURS)
    badges = []
    if failed.any():
        badges.append(Standing(f"{named(states.loc[failed, 'source'])} failed", "red", ":material/error:"))
    if old.any():
        badges.append(Standing(f"{named(states.loc[old, 'source'])} {words.age(ages[old].max())} old", "orange",
                               ":material/schedule:"))
    return badges or [Standing("Up to date", "green", ":material/check:")]


def named(found: pd.Series) -> str:
    """One source by name, several by their number."""
    return found.iloc[0].capitalize() if len(found) == 1 else f"{len(found)} sources"


def as_of(about: pd.Series, timezone: str | None) -> str:
    """The date or instant of the newest data, in the reader's zone."""
    when = newest(about)
    return f"Data as of {words.moment(when, timezone) if isinstance(when, datetime) else words.day(when)}"


def newest(about: pd.Series) -> datetime | date:
    """The sample season stands on a day of its own; real data is as new as the last run that brought some (UTC)."""
    if about["season"] == "sample":
        return about["today"].date()
    return (about["published_at"] if words.missing(about["data_as_of"]) else about["data_as_of"]).to_pydatetime()
