"""Files made by the clock: which lists are written again and again, for whom looks, and how the last one went."""

from datetime import UTC, datetime
from typing import Any

import pandas as pd
import streamlit as st

from core.access import Action, Grant
from core.answers import data as says
from core.api.problems import BadRequest
from core.api.scheduled import asked, lists
from core.desk import schedules
from core.desk.errors import DeedRefused
from pages.parts.card import card
from pages.parts.signing import deed, reader
from pages.parts.table import Column, table
from pages.parts.text import plain

EVERY = {1: "every day", 7: "every week", 28: "every four weeks"}
EXPORTS = {"name": Column("Name"), "list": Column("List"), "style": Column("As"), "next": Column("Next", "instant"),
           "last": Column("How the last one went")}


def scheduled_exports() -> None:
    """One's own; `python -m core jobs run`, by cron or systemd, makes what is due."""
    grant = reader()
    if not grant.may(Action.schedule_export):
        return
    known = schedules.scheduled_exports(grant.actor)
    with card("Files made by the clock", "Yours, with the rights you have when they are made; times in UTC"):
        if known:
            listed(known)
        with st.form("schedule", border=False):
            st.text_input("Name of the file", key="export name", max_chars=200, placeholder="Leeds, every Monday")
            st.selectbox("List", lists(), format_func=says.list_name, key="export list")
            st.text_input("Filters", key="export query", max_chars=4000, placeholder="market=Leeds&sort=-gross",
                          help="As in the address of a page or of the API.")
            st.selectbox("As", schedules.STYLES, format_func=str.upper, key="export style")
            st.selectbox("How often", list(EVERY), format_func=EVERY.__getitem__, key="export every")
            st.form_submit_button("Schedule", on_click=deed, args=(Action.schedule_export, schedule))


def listed(known: list[dict[str, Any]]) -> None:
    shown = pd.DataFrame([{"name": export["name"], "list": says.list_name(export["question"]), "style": export["style"],
                           "next": export["next_run_at"].replace(tzinfo=None), "last": export["last_outcome"] or None}
                          for export in known])
    table(shown, EXPORTS, alt="Files made by the clock", rows=6)
    names = {export["export_id"]: export["name"] for export in known}
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    which = left.selectbox("File", list(names), format_func=lambda export_id: plain(names[export_id]))
    right.button("Stop", key="stop export", on_click=deed, args=(Action.schedule_export, stop, which))


def schedule(grant: Grant) -> None:
    """Raises DeedRefused for filters that the list does not have."""
    name, question, query, style, days = (st.session_state[f"export {what}"]
                                          for what in ("name", "list", "query", "style", "every"))
    if not name.strip():
        raise DeedRefused("The file has no name.", remedy="Give it one.")
    try:
        asked(question, query)
    except BadRequest as error:
        raise DeedRefused(str(error.detail), remedy=error.remedy) from error
    schedules.schedule_export(actor=grant.actor, name=name.strip(), question=question, query=query, style=style,
                              every_days=days, first_at=datetime.now(UTC))


def stop(grant: Grant, export_id: str) -> None:
    schedules.stop_export(actor=grant.actor, export_id=export_id)
