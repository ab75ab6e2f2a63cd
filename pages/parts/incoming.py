"""The cards of Data on what came in: sources, their runs, what these changed in the listings, and refused rows."""

from typing import Any

import streamlit as st

from core import charts, sources
from core.answers import data as says
from pages.parts.ask import ask, told, told_of
from pages.parts.card import card, export_of
from pages.parts.chart import chart
from pages.parts.table import Column, kept_table

SOURCES = {"source": Column("Source"), "last_outcome": Column("Last run"),
           "last_success_at": Column("Last success", "instant"), "age_hours": Column("Age, hours", "tenths"),
           "stored": Column("Rows", "whole"), "last_detail": Column("Note")}
RUNS = {"started_at": Column("Started", "instant"), "source": Column("Source"), "outcome": Column("Outcome"),
        "stored": Column("Rows", "whole"), "rejected": Column("Refused", "whole"),
        "seconds": Column("Seconds", "tenths"), "detail": Column("Note")}
CHANGES = {"seen_at": Column("Seen", "instant"), "source": Column("Source"), **{
    kind: Column(kind.capitalize(), "whole") for kind in ("new", "cancelled", "rescheduled", "postponed", "gone")}}
REASONS = {"file": Column("File"), "column_name": Column("Column"), "reason": Column("Reason"),
           "rows": Column("Rows", "whole"), "first_line": Column("First line", "whole")}
REJECTS = {"file": Column("File"), "line": Column("Line", "whole"), "column_name": Column("Column"),
           "value": Column("Value as it stood"), "reason": Column("Reason")}


def source_table() -> None:
    finding = told(says.source_words, sources.states)
    with card(finding, "Rows of the last run; age of the last success when published; times in UTC",
              export=export_of(ask(sources.states), "sources")):
        kept_table(sources.states, SOURCES, alt=finding)


def run_history() -> None:
    runs, finding = ask(sources.runs), told(says.run_words, sources.runs)
    with card(finding, "A dot a day shows its worst run; below the newest first, times in UTC",
              chart=True, export=export_of(runs, "runs")):
        if runs.empty:
            st.caption("Nothing has run yet.")
            return
        chart(runs_figure, name="runs", alt=finding)
        kept_table(sources.runs, RUNS, alt=finding, rows=8)


def listing_changes() -> None:
    changes = ask(sources.changes)
    if changes.empty:
        return
    finding = told(says.change_words, sources.changes)
    with card(finding, "By run, newest first; the Events page names them", export=export_of(changes, "listing-changes")):
        kept_table(sources.changes, CHANGES, alt=finding, rows=5)


def runs_figure(*, theme: charts.Theme) -> Any:
    return charts.runs_dots(says.run_days(ask(sources.runs)), theme=theme)


def refused() -> None:
    reasons = ask(sources.reject_reasons)
    with card(told(says.refused_words, sources.reject_reasons), "By file, column and reason; nothing is dropped unsaid",
              export=export_of(reasons, "refused"), last=True):
        if reasons.empty:
            st.caption("Every row that was read is in.")
            return
        for question, columns, alt in ((sources.reject_reasons, REASONS, "Refused rows by reason"),
                                       (sources.rejects, REJECTS, "Refused rows, newest first")):
            kept_table(told_of, columns, alt=alt, rows=6, says_of=says.with_file_names, questions=(question,))
