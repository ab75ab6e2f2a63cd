"""Access – who may come in, and what did they do?"""

from datetime import UTC, datetime
from functools import partial

import streamlit as st

from core.access import Action
from core.answers import access as says
from core.desk import audit, people, tokens, views
from core.settings import settings
from pages.parts import admitting
from pages.parts.card import card, export_of
from pages.parts.frame import answer, heading
from pages.parts.metrics import Metric, metric_row
from pages.parts.signing import reader
from pages.parts.table import Column, table
from pages.parts.taking import taken_home

LOG = {"at": Column("When", "instant"), "actor": Column("Who"), "action": Column("Did"), "subject": Column("To what"),
       "detail": Column("How"), "address": Column("From")}
EVERYTHING = "Everything"


def page() -> None:
    reader().require(Action.see_access)
    heading("Access")
    now, admins = datetime.now(UTC), len(settings().admin_emails())
    good = says.good(tokens.tokens(), now)
    links = says.good(views.links(), now)
    answer(says.answer(people.people(), admins, good, signs_in=settings().sign_in))
    metric_row(metrics(says.totals(people.people(), admins, good, links, audit.latest(), now)))
    left, right = st.columns([7, 4], gap="medium")
    with left:
        log()
    with right:
        admitting.people_card(people.people())
        admitting.token_card(good, people.people())
        admitting.link_card(links)


def metrics(said: dict[str, str]) -> list[Metric]:
    return [
        Metric("People with a role", said["people"], fact=f"and {said['admins']} in the settings"),
        Metric("Tokens in use", said["tokens"], fact=f"{said['ending']} end in 14 days"),
        Metric("Share links open", said["links"], fact=f"of {said['makers']}"),
        Metric("Deeds, last 7 days", said["deeds"], fact=f"{said['refused']} sign-ins refused"),
    ]


def log() -> None:
    reader().require(Action.see_audit)
    known = says.log_frame(audit.latest())
    who, what = st.columns(2)
    actor = who.selectbox("Who", [EVERYTHING, *sorted(set(known["actor"]))])
    action = what.selectbox("Did what", [EVERYTHING, *sorted(set(known["action"]))])
    shown = says.log_frame(audit.latest(actor=None if actor == EVERYTHING else actor,
                                        action=None if action == EVERYTHING else action))
    with card("What was done", "Newest first, times in UTC; nobody can change or remove a line",
              export=export_of(shown, "audit"), last=True):
        st.download_button("The whole log as CSV", taken_home(partial(admitting.whole_log), "audit log"), "marquee-audit.csv",
                           "text/csv", on_click="ignore")
        table(shown, LOG, alt="What was done, newest first", rows=20)


page()
