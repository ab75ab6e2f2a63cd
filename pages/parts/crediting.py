"""The Marketing view on credit: model and window, how far the answer moves, and which ranks hold."""

from typing import Any

import pandas as pd
import streamlit as st

from core import attributions, charts, words
from core.answers import attribution as says
from core.answers.marketing import in_currency
from core.filters import Filters
from pages.parts.ask import ask
from pages.parts.card import card, export_of
from pages.parts.chart import chart
from pages.parts.filters import pick
from pages.parts.table import Column, kept_table

MODELS = {name: Column(said.split(" (")[0], "whole") for name, said in says.MODELS.items()}


def terms_chosen() -> tuple[str, int]:
    """The model and the window, which the URL holds."""
    with st.grid(2, min_column_width=160, vertical_alignment="bottom"):
        return pick("Model", "model", says.MODELS), int(pick("Window", "window", says.WINDOWS))


def terms_asked() -> tuple[str, int]:
    """What `terms_chosen` will answer, for the sentence above it: as the widgets stand, else as the URL says."""
    model, window = (st.session_state.get(key) or st.query_params.get(key) for key in ("model", "window"))
    return (model if model in says.MODELS else next(iter(says.MODELS)),
            int(window if window in says.WINDOWS else next(iter(says.WINDOWS))))


def credits_of(model: str, window: int, currency: str | None, filters: Filters) -> pd.DataFrame:
    return ask(credits_in, model=model, window=window, currency=currency, filters=filters)


def credits_in(*, model: str, window: int, currency: str | None, filters: Filters) -> pd.DataFrame:
    return in_currency(ask(attributions.attribution, filters=filters, model=model, window_days=window), currency)


def strip_of(*, model: str, currency: str | None, filters: Filters) -> tuple[pd.DataFrame, pd.DataFrame, str]:
    """All there is to see, the part for the chart, and the finding."""
    rows = in_currency(ask(attributions.sensitivity, filters=filters), currency)
    return rows, says.strip(rows, model), says.strip_words(rows)


def credit_strip(model: str, currency: str | None, filters: Filters) -> None:
    """ROAS of each paid channel by window: the model chosen, and the range over all models."""
    rows, strip, finding = ask(strip_of, model=model, currency=currency, filters=filters)
    with card(finding, f"ROAS by window (days); dot {says.MODELS[model].lower()}, line all seven models; "
              "attributed, not caused", chart=True, export=export_of(rows, "sensitivity", filters)):
        if strip.empty:
            st.caption("No channel with spend is credited anything.")
            return
        chart(strip_figure, name="sensitivity", alt=finding, model=model, currency=currency, filters=filters)


def strip_figure(*, model: str, currency: str | None, filters: Filters, theme: charts.Theme) -> Any:
    _, strip, _ = ask(strip_of, model=model, currency=currency, filters=filters)
    return charts.dot_ranges(strip, spell=words.ratio, theme=theme)


def attribution(currency: str | None, filters: Filters) -> None:
    """Seven models side by side, six windows, and how ROAS and rank move."""
    model, window = terms_chosen()
    left, right = st.columns([7, 4], gap="medium")
    with left:
        side_by_side(window, currency, filters)
        ranking(window, currency, filters)
    with right:
        credit_strip(model, currency, filters)


def side_by_side(window: int, currency: str | None, filters: Filters) -> None:
    """What each model credits each channel, in the window chosen."""
    asked: dict[str, Any] = {"window": window, "currency": currency, "filters": filters}
    chosen = ask(of_window, **asked)
    rest = float(chosen["unattributed"].iloc[0]) if len(chosen) else float("nan")
    with card(f"Tickets credited by each model, {words.things(window, 'day')}",
              f"{words.percent(rest)} of tickets are unattributed in this window; each model shares out the same rest",
              export=export_of(chosen, "models", filters)):
        kept_table(by_model, {"channel": Column("Channel")} | MODELS, alt="Tickets credited to each channel by seven models",
                   rows=14, **asked)


def of_window(*, window: int, currency: str | None, filters: Filters) -> pd.DataFrame:
    rows = in_currency(ask(attributions.sensitivity, filters=filters), currency)
    return rows[rows["window_days"] == window]


def by_model(*, window: int, currency: str | None, filters: Filters) -> pd.DataFrame:
    return says.side_by_side(in_currency(ask(attributions.sensitivity, filters=filters), currency), window, "tickets")


def ranking(window: int, currency: str | None, filters: Filters) -> None:
    asked: dict[str, Any] = {"window": window, "currency": currency, "filters": filters}
    ranks, finding = ask(ranks_of, **asked), ask(rank_words, **asked)
    with card(finding, f"Rank by credited gross, {words.things(window, 'day')}; moves = most places over all "
              "models and windows", last=True, export=export_of(ranks, "ranks", filters)):
        kept_table(ranks_of, {"channel": Column("Channel")} | MODELS | {"moves": Column("Moves", "whole")}, alt=finding,
                   rows=14, **asked)


def ranks_of(*, window: int, currency: str | None, filters: Filters) -> pd.DataFrame:
    return says.ranks(in_currency(ask(attributions.sensitivity, filters=filters), currency), window)


def rank_words(**asked: Any) -> str:
    return says.rank_words(ask(ranks_of, **asked))


def answer_words(currency: str | None, filters: Filters) -> str:
    return ask(returns, terms=terms_asked(), currency=currency, filters=filters)


def returns(*, terms: tuple[str, int], currency: str | None, filters: Filters) -> str:
    rows = in_currency(ask(attributions.sensitivity, filters=filters), currency)
    return says.answer(credits_of(*terms, currency, filters), rows, currency)
