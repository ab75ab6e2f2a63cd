"""The frame of every page: its name, how fresh the data is, and the answer to its question."""

from datetime import UTC, date, datetime
from typing import Literal, NamedTuple

import streamlit as st

from core import sources, words
from pages.parts.ask import ask
from pages.parts.keeping import views_menu
from pages.parts.text import badge_label, label, prose

STALE_HOURS = 24


class Source(NamedTuple):
    """A source as the snapshot knows it: its name, whether its last run failed, its last success (UTC)."""

    name: str
    failed: bool
    succeeded_at: datetime | None


class Origin(NamedTuple):
    """Where what is shown comes from. `as_of`: the sample season's own day, or when real data last came in (UTC)."""

    as_of: datetime | date
    is_sample: bool
    sources: tuple[Source, ...]


class Standing(NamedTuple):
    """How far the data can be trusted right now, in a few words, with the badge's colour and icon."""

    words: str
    color: Literal["gray", "red", "orange", "green"]
    icon: str | None = None


def heading(title: str) -> None:
    """The page's name with the freshness badge and "Data as of …" at the right."""
    with st.container(horizontal=True, vertical_alignment="center", key="heading"):
        st.title(label(title), anchor=False, width="stretch")
        shown = ask(origin)
        for standing in standings(shown, datetime.now(UTC)):
            st.badge(badge_label(standing.words), color=standing.color, icon=standing.icon)
        st.caption(label(as_of(shown, st.context.timezone)), width="content")
        views_menu(title.lower())


def answer(sentence: str) -> None:
    """The sentence that holds the number that matters."""
    st.header(prose(sentence), anchor=False)


def origin() -> Origin:
    """Ask the snapshot where it comes from; use it as `ask(origin)`, which keeps it."""
    about = sources.about().iloc[0]
    is_sample = about["season"] == "sample"
    newest = about["published_at"] if words.missing(about["data_as_of"]) else about["data_as_of"]
    states = zip(*(sources.states()[name] for name in ("source", "last_outcome", "last_success_at")), strict=True)
    return Origin(about["today"].date() if is_sample else newest.to_pydatetime(), is_sample, tuple(
        Source(name, outcome == "failed", None if words.missing(when) else when.to_pydatetime())
        for name, outcome, when in states))


def standings(shown: Origin, now: datetime) -> list[Standing]:
    """The badges: the sample season, or the sources that failed and those that are old, or that all is up to date."""
    if shown.is_sample:
        return [Standing("Sample season", "gray")]
    failed = [source for source in shown.sources if source.failed]
    ages = {source: (now.replace(tzinfo=None) - source.succeeded_at).total_seconds() / 3600
            for source in shown.sources if source.succeeded_at and not source.failed}
    old = [source for source, hours in ages.items() if hours > STALE_HOURS]
    badges = []
    if failed:
        badges.append(Standing(f"{named(failed)} failed", "red", ":material/error:"))
    if old:
        badges.append(Standing(f"{named(old)} {words.age(max(ages[source] for source in old))} old", "orange",
                               ":material/schedule:"))
    return badges or [Standing("Up to date", "green", ":material/check:")]


def named(found: list[Source]) -> str:
    """One source by name, several by their number."""
    return found[0].name.capitalize() if len(found) == 1 else f"{len(found)} sources"


def as_of(shown: Origin, timezone: str | None) -> str:
    """The date or instant of the newest data, in the reader's zone."""
    when = shown.as_of
    return f"Data as of {words.moment(when, timezone) if isinstance(when, datetime) else words.day(when)}"
