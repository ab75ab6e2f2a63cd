"""Matches a person should look at: which of our artists an act of an outside source is, or none of them."""

from typing import Any

import pandas as pd
import streamlit as st

from core import matching, sources, words
from core.access import Action
from core.answers import data as says
from pages.parts.ask import ask
from pages.parts.card import card, export_of
from pages.parts.signing import reader
from pages.parts.states import refusals
from pages.parts.table import Column, kept_table
from pages.parts.text import plain

MATCHES = {"source": Column("Source"), "name": Column("Act"), "how": Column("Why it is here"), "url": Column("Link")}
NEAR = {"kind": Column("Kind"), "left": Column("One name"), "right": Column("Another"), "reason": Column("Why")}


def matches_to_review() -> None:
    """Ambiguous, tribute and unmatched acts; a decision is kept and stands over every later ingest."""
    near, open_matches = ask(sources.near_misses), len(ask(doubtful))
    with card(f"{words.things(open_matches, 'match', 'matches')} to review",
              "Acts that no rule could match for certain; nothing is merged by guess",
              export=export_of(ask(written), "matches")):
        if open_matches:
            kept_table(doubtful, MATCHES, alt=f"{open_matches} matches to review", rows=6)
        else:
            st.caption("Every act is matched by a link, an MBID, its exact name or a decision.")
        if reader().may(Action.decide_identity):
            decide()
        if len(near):
            st.caption("Names in your files that look alike; correct the file where they are one.")
            kept_table(sources.near_misses, NEAR, alt=f"{len(near)} names that look alike", rows=6)


def doubtful() -> pd.DataFrame:
    matches = ask(sources.matches)
    return matches[matches["is_open"]]


def written() -> pd.DataFrame:
    """The matches as a file holds them."""
    return ask(sources.matches).drop(columns="candidate_ids")


def decidable() -> list[tuple[dict[str, Any], dict[str, dict[str, str | None]]]]:
    """Each act in question, and what can be said of it."""
    matches = ask(sources.matches)
    ids = tuple(sorted({i for found in [*matches["candidate_ids"].dropna(), matches["artist_id"].dropna()] for i in found}))
    names = dict(ask(sources.artist_names, artist_ids=ids).itertuples(index=False))
    return [(row, told) for row in matches.to_dict("records") if (told := says.choices(row, names))]


def decide() -> None:
    """One act, also one that was matched by name or decided before, and whom it is."""
    asked = ask(decidable)
    if not asked:
        return
    chosen = st.selectbox("Act", range(len(asked)), format_func=lambda i: plain(
        f"{asked[i][0]['name']} ({asked[i][0]['source']}, {asked[i][0]['how']})"))
    row, told = asked[chosen]
    whom = st.selectbox("Is", list(told), format_func=plain, key=f"is {row['source']} {row['source_artist_id']} {row['name']}")
    if st.button("Keep this decision"):
        with refusals():
            matching.decide(actor=reader().actor, source=row["source"], decisions=told[whom])
            st.rerun()
