"""The forecast as it would have been given on a day: nothing later is known to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from core.errors import NotEnoughData
from core.forecast.moments import EVERY_DAY_OUT, Curves, day_number
from core.forecast.order_statistics import NEEDED

if TYPE_CHECKING:
    from core.forecast.blend import BlendedForecast
    from core.forecast.young import YoungForecast

YOUNG = 50  # finished shows; below it the interval is that of the comparables themselves, above it the model's
LEVELS = {"p10": 0.1, "p25": 0.25, "p50": 0.5, "p75": 0.75, "p90": 0.9}
COLUMNS = [
    "concert_id", "as_of", "days_out", "tickets_sold", "sellable", *LEVELS,
    "sell_out_probability", "n_comparables", "declined_reason",
]  # fmt: skip
# The fits are small: on several threads they spend ten times the CPU waiting for one another.
one_thread = threadpool_limits.wrap(limits=1)


def forecast(shows: pd.DataFrame, sales: pd.DataFrame, *, as_of: object) -> pd.DataFrame:
    """Final tickets of every concert on sale and not yet played on the date `as_of`.

    shows, sales: see `Curves`. One row a concert: concert_id, as_of (date), days_out, tickets_sold, sellable, p10,
    p25, p50, p75, p90 (whole tickets), sell_out_probability (0 to 1), n_comparables (past shows that the interval
    is calibrated on), declined_reason (None unless p10 and p90 are declined). Never below sold nor above sellable.
    """
    curves = Curves(shows, sales)
    days_out = curves.local_day - day_number(as_of)
    on_sale = np.fmax(curves.onsale, curves.first_sale) >= days_out
    rows = np.flatnonzero(curves.playable & (days_out >= 0) & on_sale)
    return answer(curves, rows, days_out[rows].astype(int))


def forecast_at(
    shows: pd.DataFrame, sales: pd.DataFrame, *, days_out: Sequence[int], first: object, last: object
) -> pd.DataFrame:
    """The same row for every concert with local_date from `first` to `last`, at each horizon of `days_out`.

    Each row is as if asked on that day, local_date minus the horizon; a show not yet on sale then has sold 0.
    """
    curves = Curves(shows, sales)
    inside = (curves.local_day >= day_number(first)) & (curves.local_day <= day_number(last))
    rows = np.flatnonzero(curves.playable & inside)
    return answer(curves, np.repeat(rows, len(days_out)), np.tile(np.array(days_out, int), len(rows)))


@one_thread
def answer(curves: Curves, rows: np.ndarray, days_out: np.ndarray) -> pd.DataFrame:
    """One row of `COLUMNS` for each show at each days out, in the order asked."""
    parts = []
    for past, at in by_training_cut(curves, rows, days_out):
        moments = curves.moments(rows[at], days_out[at])
        frame = _describe(curves, moments, len(past))
        known = (moments["sellable"] > 0).to_numpy()
        if known.any():
            model = _fit(curves, past)
            frame.loc[known, list(LEVELS)] = model.quantiles(moments[known], list(LEVELS.values()))
            frame.loc[known, "sell_out_probability"] = model.sell_out_probability(moments[known])
        parts.append(_decline(frame).set_index(at))
    return pd.concat(parts).sort_index()[COLUMNS] if parts else pd.DataFrame(columns=COLUMNS)


def taught(shows: pd.DataFrame, sales: pd.DataFrame, *, as_of: object) -> YoungForecast | BlendedForecast:
    """The forecaster taught on every show finished by the date `as_of`. Raises NotEnoughData when there is none."""
    curves = Curves(shows, sales)
    past = curves.finished(day_number(as_of))
    if not len(past):
        raise NotEnoughData("No show has been played: there is nothing to teach a forecaster.",
                            remedy="Import concerts, ticket_types and sales.")
    return one_thread(_fit)(curves, past)


def _fit(curves: Curves, past: np.ndarray) -> YoungForecast | BlendedForecast:
    # scikit-learn takes most of a second to load: a publish without a show to come does without it.
    if len(past) < YOUNG:
        from core.forecast.young import YoungForecast

        return YoungForecast().fit(*curves.training(past, EVERY_DAY_OUT))
    from core.forecast.blend import BlendedForecast

    return BlendedForecast().fit(*curves.training(past))


def by_training_cut(curves: Curves, rows: np.ndarray, days_out: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """(past shows, positions) of moments that learn from the same past, so that they share one fit.

    The past ends before the first of the as-of date's month, or with the as-of date itself while that holds fewer
    than `YOUNG` shows: a refit a day costs thirty times as much and teaches next to nothing.
    """
    as_of = curves.local_day[rows] - days_out
    month = pd.to_datetime(as_of, unit="D").to_numpy().astype("datetime64[M]").astype("datetime64[D]").astype(float)
    played = np.sort(curves.local_day[curves.teaches])
    cut = np.where(np.searchsorted(played, month) >= YOUNG, month, as_of)
    for day in np.unique(cut):
        yield curves.finished(day), np.flatnonzero(cut == day)


def _describe(curves: Curves, moments: pd.DataFrame, n_past: int) -> pd.DataFrame:
    rows, days_out = moments["row"].to_numpy(), moments["days_out"].to_numpy()
    sold = moments["sold"].to_numpy()
    nothing_known = {level: sold if level == "p50" else np.nan for level in LEVELS}
    return pd.DataFrame({
        "concert_id": curves.shows["concert_id"].to_numpy()[rows],
        "as_of": pd.to_datetime(curves.local_day[rows] - days_out, unit="D").date,
        "days_out": days_out,
        "tickets_sold": sold.astype(int),
        "sellable": moments["sellable"].to_numpy(),
        **nothing_known,
        "sell_out_probability": np.nan,
        "n_comparables": n_past,
    })  # fmt: skip


def _decline(frame: pd.DataFrame) -> pd.DataFrame:
    """Whole tickets, and no interval where there is nothing to calibrate it on: then the reason instead."""
    frame[list(LEVELS)] = frame[list(LEVELS)].round()
    frame.loc[frame["n_comparables"] < NEEDED, ["p10", "p25", "p75", "p90"]] = np.nan
    reasons = [_reason(row) for row in frame.itertuples()]
    return frame.assign(declined_reason=pd.Series(reasons, index=frame.index, dtype=object))


def _reason(row: Any) -> str | None:
    if not row.sellable > 0:
        return "sellable is unknown"
    if row.n_comparables < NEEDED:
        return f"{row.n_comparables} comparables, {NEEDED} needed"
    return None
