"""Matches a person should look at: which of our artists an act of an outside source is, or none of them."""

import pandas as pd
import streamlit as st

from core import matching, sources, words
from core.access import Action
from pages.parts.ask import ask
from pages.parts.card import card, export_of
from pages.parts.signing import reader, visitor
from pages.parts.table import Column, table
from pages.parts.text import plain

OWN = "An artist of its own"
MATCHES = {"source": Column("Source"), "name": Column("Act"), "how": Column("Why it is here"), "url": Column("Link")}
NEAR = {"kind": Column("Kind"), "left": Column("One name"), "right": Column("Another"), "reason": Column("Why")}


def matches_to_review() -> None:
    """Ambiguous, tribute and unmatched acts; a decision is kept and stands over every later ingest."""
    matches, near = ask(sources.matches), ask(sources.near_misses)
    with card(f"{words.things(len(matches), 'match', 'matches')} to review",
              "Acts that no rule could match for certain; nothing is merged by guess",
              export=export_of(matches.drop(columns="candidate_ids"), "matches")):
        if matches.empty:
            st.caption("Every act is matched by a link, an MBID or its exact name.")
        else:
            table(matches, MATCHES, alt=f"{len(matches)} matches to review", rows=6)
            decide(matches)
        if len(near):
            st.caption("Names in your files that look alike; correct the file where they are one.")
            table(near, NEAR, alt=f"{len(near)} names that look alike", rows=6)


def decide(matches: pd.DataFrame) -> None:
    if not reader().may(Action.decide_identity):
        return
    rows = matches.to_dict("records")
    with st.form("decide", border=False):
        chosen = st.selectbox("Act", range(len(rows)), format_func=lambda i: plain(f"{rows[i]['name']} ({rows[i]['source']})"))
        ids = tuple(sorted({i for row in rows for i in candidates(row)}))
        names = dict(ask(sources.artist_names, artist_ids=ids).itertuples(index=False))
        whom = st.selectbox("Is", [None, *ids], format_func=lambda i: OWN if i is None else plain(f"{names.get(i, i)} ({i})"))
        if st.form_submit_button("Keep this decision"):
            row = rows[chosen]
            if whom is not None and whom not in candidates(row):
                st.error("That artist is not a candidate for this act. Choose one of its candidates.")
                return
            grant = visitor().require(Action.decide_identity)
            matching.decide(actor=grant.actor, source=row["source"], source_artist_id=row["source_artist_id"], artist_id=whom)
            st.rerun()


def candidates(row: dict) -> list[str]:
    """The artists that an act may be: those named as candidates, and the one it stands for now."""
    found = row["candidate_ids"]
    named = [] if found is None or isinstance(found, float) else list(found)
    return sorted({*named, *([row["artist_id"]] if isinstance(row["artist_id"], str) else [])})
