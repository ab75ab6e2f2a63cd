"""How good the forecasts were: every past show forecast as on the day, beside the naive ways of doing it."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from core.forecast.asof import answer, by_training_cut, one_thread
from core.forecast.bayes import EmpiricalBayes
from core.forecast.ladder import ChainLadder
from core.forecast.moments import Curves, day_number
from core.forecast.naive import FullHouse, LastComparable, LinearPace, NoGrowth

DAYS_OUT = (60, 30, 14, 7, 1)
CAPACITY_BANDS = {"up to 500": 500, "501 to 1,500": 1500, "1,501 to 5,000": 5000, "over 5,000": np.inf}
RIVALS: dict[str, Any] = {
    "last comparable": LastComparable, "linear pace": LinearPace, "tickets = capacity": FullHouse,
    "no growth": NoGrowth, "chain ladder by genre": ChainLadder, "empirical Bayes": EmpiricalBayes,
}  # fmt: skip
OURS = "forecast"


def evaluate(
    shows: pd.DataFrame, sales: pd.DataFrame, *, first: object, last: object, days_out: Sequence[int] = DAYS_OUT
) -> pd.DataFrame:
    """Report card over the concerts played from `first` to `last`, from rolling origins.

    One row a (days_out, method, capacity_band; band "all" first): n (shows), wape (sum of absolute errors over sum
    of final tickets), coverage of the 80 % interval, coverage_unfilled (of shows that did not sell out), width
    (mean, share of sellable). The last three are null for methods without an interval.
    """
    card = score(shows, sales, first=first, last=last, days_out=days_out)
    bands = [card.assign(capacity_band="all"), card]
    grouped = pd.concat(bands).groupby(["days_out", "method", "capacity_band"], sort=False)
    return grouped.apply(_grade).reset_index().astype({"n": int})


@one_thread
def score(
    shows: pd.DataFrame, sales: pd.DataFrame, *, first: object, last: object, days_out: Sequence[int] = DAYS_OUT
) -> pd.DataFrame:
    """Every forecast beside its outcome: concert_id, days_out, method, p10, p50, p90, final, sellable, capacity_band.

    Only shows with an outcome are scored: not cancelled, with sales and a known house. Methods know the same past.
    """
    curves = Curves(shows, sales)
    inside = (curves.local_day >= day_number(first)) & (curves.local_day <= day_number(last))
    played = np.flatnonzero(inside & curves.teaches)
    rows, horizons = np.repeat(played, len(days_out)), np.tile(np.array(days_out, int), len(played))
    ours = answer(curves, rows, horizons)
    facts = ours[["concert_id", "days_out", "sellable"]].assign(
        final=curves.final(rows), capacity_band=_capacity_band(ours["sellable"])
    )
    rivals = _rivals(curves, rows, horizons)
    parts = [facts.assign(method=OURS, **ours[["p10", "p50", "p90"]])]
    parts += [facts.assign(method=name, p10=np.nan, p50=p50, p90=np.nan) for name, p50 in rivals.items()]
    return pd.concat(parts, ignore_index=True)


def _rivals(curves: Curves, rows: np.ndarray, days_out: np.ndarray) -> dict[str, np.ndarray]:
    guesses = {name: np.full(len(rows), np.nan) for name in RIVALS}
    for past, at in by_training_cut(curves, rows, days_out):
        moments, training = curves.moments(rows[at], days_out[at]), curves.training(past)
        for name, rival in RIVALS.items():
            if len(past):
                guesses[name][at] = rival().fit(*training).predict(moments)
    return guesses


def _capacity_band(sellable: pd.Series) -> np.ndarray:
    edges = list(CAPACITY_BANDS.values())
    return np.array(list(CAPACITY_BANDS))[np.searchsorted(edges, sellable.to_numpy(float))]


def _grade(rows: pd.DataFrame) -> pd.Series:
    guessed = rows[rows["p50"].notna()]
    sure = guessed[guessed["p10"].notna()]
    inside = (sure["p10"] <= sure["final"]) & (sure["final"] <= sure["p90"])
    total = guessed["final"].sum()
    return pd.Series({
        "n": len(guessed),
        "wape": (guessed["p50"] - guessed["final"]).abs().sum() / total if total else np.nan,
        "coverage": inside.mean(),
        "coverage_unfilled": inside[sure["final"] < sure["sellable"]].mean(),
        "width": ((sure["p90"] - sure["p10"]) / sure["sellable"]).mean(),
    })  # fmt: skip
