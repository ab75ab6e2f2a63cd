"""The report card of the forecasts: how often the range held, and the error beside naive ways, by capacity band."""

import pandas as pd
import streamlit as st

from core import concerts, decisions
from core.answers import trust
from pages.parts import states
from pages.parts.ask import ask
from pages.parts.card import card, export_of
from pages.parts.table import Column, kept_table
from pages.parts.text import prose

REPORT = {"days_out": Column("Days out", "whole"), "coverage": Column("Range held", "percent"),
          "wape": Column("Error", "percent_tenths"), "last_comparable": Column("Last comparable", "percent_tenths"),
          "linear_pace": Column("Linear pace", "percent_tenths"), "capacity": Column("= capacity", "percent_tenths"),
          "n": Column("Shows", "whole")}


def report_card() -> None:
    frame = ask(concerts.report_card)
    if frame.empty:
        states.too_little("How far to trust the forecasts", trust.NOT_SCORED)
        return
    finding, caption, bands = ask(report_words)
    with card(finding, caption, last=True, export=export_of(frame, "report-card"), note=trust.NOTE):
        band = st.selectbox("Capacity", bands, key="capacity", bind="query-params")
        wins = ask(report_wins, band=band)
        kept_table(report_rows, REPORT, alt=wins, band=band)
        st.caption(prose(wins))
        st.caption(prose(trust.track_words(decisions.track_record())))


def report_words() -> tuple[str, str, list[str]]:
    frame = ask(concerts.report_card)
    return trust.finding(frame), trust.caption(frame), trust.bands(frame)


def report_wins(*, band: str) -> str:
    return trust.wins(ask(concerts.report_card), band)


def report_rows(*, band: str) -> pd.DataFrame:
    return trust.table(ask(concerts.report_card), band)
