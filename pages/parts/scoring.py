"""Artists, view "Report card": how past lists and ranges did, against popularity, the venue's mean and the last show."""

import pandas as pd
import streamlit as st

from core import recommendations
from core.answers import bookings as says
from pages.parts import states
from pages.parts.ask import ask
from pages.parts.card import card, export_of
from pages.parts.frame import answer
from pages.parts.metrics import Metric, metric_row
from pages.parts.table import Column, kept_table

METHOD, N = Column("Method", width=140), Column("n", "whole", width=60)
CUT = Column("Taught until", "day", width=140)
HIT, NDCG = Column("Hit rate", "percent", width=80), Column("NDCG@100", "percent_tenths", width=90)
ERROR, WIDTH = Column("Error, pts", "percent_tenths", width=85), Column("Width, pts", "percent", width=80)
HELD, OURS = Column("Range held", "percent", width=90), Column("Ours better by (range)", "odds", width=170)
WHOLE = {"slate": {"method": METHOD, "n": N, "hit_rate": HIT, "ndcg": NDCG, "ours_better": OURS},
         "outcome": {"method": METHOD, "n": N, "error": ERROR, "coverage": HELD, "width": WIDTH, "ours_better": OURS}}
CUTS = {"slate": {"cut": CUT, "method": METHOD, "n": N, "hit_rate": HIT, "ndcg": NDCG},
        "outcome": {"cut": CUT, "method": METHOD, "n": N, "error": ERROR, "coverage": HELD}}


def report_card() -> None:
    past = ask(recommendations.report_card)
    answer(f"{says.card_words(past)}.")
    if past.empty:
        states.too_little("How past recommendations did is not known",
                          "Each publish teaches the models on what was known at four past days and scores what they said; "
                          "too few past dates are on file for that.")
        return
    metric_row([Metric(*figure) for figure in says.card_figures(past)])
    left, right = st.columns([6, 5], gap="medium")
    for part, title, caption in says.CARDS:
        rows = past[past["part"] == part]
        if rows.empty:
            continue
        with left, card(says.part_words(past, part), f"{caption}. {says.period_words(rows)}",
                        export=export_of(rows, f"report-card-{part}")):
            kept_table(card_rows, WHOLE[part], alt=title, part=part)
        with right, card(f"{title}: each cut", "Taught on what was known until that day, scored on the 3 months after it"):
            kept_table(cut_rows, CUTS[part], alt=f"{title} by cut", rows=12, part=part)


def card_rows(*, part: str) -> pd.DataFrame:
    return says.card_table(ask(recommendations.report_card), part)


def cut_rows(*, part: str) -> pd.DataFrame:
    rows = ask(recommendations.report_card)
    return rows[(rows["part"] == part) & rows["cut"].notna() & (rows["n"] > 0)]
