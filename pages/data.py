"""Data – can I trust today's numbers?"""

import pandas as pd
import streamlit as st

from core import sources, status
from core.answers import data as says
from core.errors import NothingPublished
from pages.parts import incoming
from pages.parts.ask import ask, told, told_of
from pages.parts.card import card, export_of
from pages.parts.frame import answer, heading
from pages.parts.metrics import Metric, metric_row
from pages.parts.reviewing import matches_to_review
from pages.parts.scheduling import scheduled_exports
from pages.parts.states import failed
from pages.parts.table import Column, kept_table, sheet, table
from pages.parts.working import ways_in

CHECKS = {"state": Column("State"), "check_name": Column("What must hold"),
          "broken": Column("Rows that break it", "whole"), "affected": Column("Pages affected")}
SERVICES = {"service": "Service", "why": "How it stands"}
ERRORS = {"at": Column("When", "instant"), "action": Column("Doing"), "user": Column("Who"),
          "message": Column("What happened")}


def page() -> None:
    """Before the first publish: what is missing, and the ways to bring it in."""
    try:
        everything()
    except NothingPublished as error:
        failed(error)
        ways_in(is_sample=False)


def everything() -> None:
    heading("Data")
    answer(told(says.answer, sources.about, sources.states, sources.checks))
    metric_row(metrics(told(says.totals, sources.row_counts, sources.reject_reasons, sources.runs, sources.checks)))
    left, right = st.columns([7, 4], gap="medium")
    with left:
        incoming.source_table()
        check_table()
        incoming.run_history()
        incoming.listing_changes()
        matches_to_review()
        scheduled_exports()
        aws_services(says.service_table(status.services()))
    with right:
        ways_in(is_sample=told(says.is_sample, sources.about))
        last_errors(says.error_table(status.last_errors()))
        row_counts()
        definitions()
    incoming.refused()


def metrics(said: dict[str, str]) -> list[Metric]:
    return [
        Metric("Rows in the warehouse", said["rows"], fact=said["kinds"]),
        Metric("Rows refused", said["refused"], fact=said["reasons"]),
        Metric("Runs kept", said["runs"], fact=f"{said['failed']} failed"),
        Metric("Checks to look at", said["checks"], fact=f"of {said['of']}"),
    ]


def check_table() -> None:
    checks, finding = ask(sources.checks), told(says.check_words, sources.checks)
    with card(finding, "What must hold over the published data, failures first", export=export_of(checks, "checks")):
        kept_table(told_of, CHECKS, alt=finding, rows=len(checks), says_of=says.check_table, questions=(sources.checks,))


def aws_services(services: pd.DataFrame) -> None:
    finding = says.service_words(services)
    with card(finding, "Each has a default on this machine; python -m core aws status asks them",
              export=export_of(services, "services"), last=True):
        sheet(services, SERVICES, alt=finding)


def last_errors(errors: pd.DataFrame) -> None:
    with card(says.error_words(errors), "From the log of this store, newest first, times in UTC",
              export=export_of(errors, "errors")):
        if len(errors):
            table(errors, ERRORS, alt=says.error_words(errors), rows=6)


def row_counts() -> None:
    with card("What is in", "Rows by kind", export=export_of(ask(sources.row_counts), "row-counts")):
        kept_table(sources.row_counts, {"kind": Column("Kind"), "rows": Column("Rows", "whole")}, alt="Rows by kind")


def definitions() -> None:
    with card("Definitions", "The words of every page, table and export", last=True):
        sheet(told(says.definitions), {"word": "Word", "meaning": "Meaning"}, alt="What each word means")


page()
