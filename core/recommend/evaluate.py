"""How good a list is, and whether one model really beats another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import ArrayLike, NDArray

from core.errors import NotEnoughData
from core.recommend.matrices import Matrix, WrongMatrix
from core.recommend.ranking import NOBODY

Targets = Sequence[NDArray[np.int64]]


def ndcg(ids: NDArray[np.int64], targets: Targets, k: int = 100) -> NDArray[np.float64]:
    """(n,) normalised discounted cumulative gain of each list in the first `k`, 0 to 1.

    A hit at rank r gains 1 / log2(r + 1), divided by what the best possible list would gain
    (Jaervelin and Kekaelaeinen, ACM TOIS 20(4), 2002). A row without targets is NaN: not scored.
    """
    gains = 1.0 / np.log2(np.arange(2, k + 2))
    ideal = np.concatenate([[np.nan], np.cumsum(gains)])
    return np.array(
        [gains[: len(hits)][hits].sum() / ideal[min(k, len(wanted))] for hits, wanted in _hits(ids, targets, k)]
    )


def recall(ids: NDArray[np.int64], targets: Targets, k: int = 20) -> NDArray[np.float64]:
    """(n,) share of each row's targets found in the first `k`; NaN for a row without targets."""
    return np.array([hits.sum() / len(wanted) if len(wanted) else np.nan for hits, wanted in _hits(ids, targets, k)])


def _hits(ids: NDArray[np.int64], targets: Targets, k: int) -> list[tuple[NDArray[np.bool_], NDArray[np.int64]]]:
    if len(ids) != len(targets):
        raise WrongMatrix(f"{len(ids)} lists but {len(targets)} sets of targets.")
    return [
        (np.isin(row[:k], wanted) & (row[:k] != NOBODY), np.unique(wanted))
        for row, wanted in zip(ids, targets, strict=True)
    ]


@dataclass(frozen=True)
class Comparison:
    """Model against baseline on the same rows: means, gain of the mean, and its interval."""

    model: float
    baseline: float
    gain: float
    low: float
    high: float
    n: int
    level: float

    @property
    def relative(self) -> tuple[float, float, float]:
        """(gain, low, high) as shares of the baseline's mean; infinite when that mean is 0."""
        if self.baseline == 0:
            return np.inf, np.inf, np.inf
        return self.gain / self.baseline, self.low / self.baseline, self.high / self.baseline


def compare(
    model: ArrayLike,
    baseline: ArrayLike,
    *,
    level: float = 0.95,
    draws: int = 2000,
    random_state: int = 0,
) -> Comparison:
    """The paired bootstrap: rows are drawn with replacement, both models judged on the same draw.

    `model` and `baseline` (n,) are one figure a row (ndcg, recall); rows NaN in both are left out.
    Percentile interval at `level`. Raises NotEnoughData with fewer than two rows.
    """
    ours, theirs = np.asarray(model, dtype=float), np.asarray(baseline, dtype=float)
    if ours.shape != theirs.shape or ours.ndim != 1:
        raise WrongMatrix(f"paired rows are needed, not {ours.shape} and {theirs.shape}.")
    scored = ~(np.isnan(ours) & np.isnan(theirs))
    ours, theirs = ours[scored], theirs[scored]
    if len(ours) < 2:
        raise NotEnoughData(f"{len(ours)} rows were scored; an interval needs 2 or more.")
    difference = ours - theirs
    rng = np.random.default_rng(random_state)
    means = np.array([difference[rng.integers(0, len(ours), len(ours))].mean() for _ in range(draws)])
    low, high = np.quantile(means, [(1 - level) / 2, (1 + level) / 2])
    return Comparison(
        float(ours.mean()),
        float(theirs.mean()),
        float(difference.mean()),
        float(low),
        float(high),
        len(ours),
        level,
    )


@dataclass(frozen=True)
class TimeSplit:
    """Bookings up to a day, and each venue's new artists in the time after it."""

    bookings: Matrix
    venue_ids: NDArray[np.intp]
    targets: list[NDArray[np.int64]]


def split_by_time(
    venues: ArrayLike,
    artists: ArrayLike,
    dates: ArrayLike,
    *,
    cut: dt.date,
    months: int = 12,
    shape: tuple[int, int] | None = None,
) -> TimeSplit:
    """What was known on `cut` (that day included), and what came in the next `months`.

    `venues`, `artists` (n,) row numbers and `dates` (n,) local days, one entry a show. Scored are
    venues with a booking before the cut and a new artist after it; an artist the venue had before is
    no target.
    """
    rows, columns = np.asarray(venues), np.asarray(artists)
    days = np.asarray(dates, dtype="datetime64[D]")
    shape = shape or (int(rows.max()) + 1, int(columns.max()) + 1)
    first, last = np.datetime64(cut, "D"), _months_later(cut, months)
    before = _counted(rows, columns, days <= first, shape)
    after = _counted(rows, columns, (days > first) & (days <= last), shape)
    fresh = sp.csr_matrix(after - after.multiply(before.sign()))
    fresh.eliminate_zeros()
    fresh.sort_indices()
    ids = np.flatnonzero(fresh.getnnz(axis=1) * before.getnnz(axis=1))
    return TimeSplit(before, ids, [fresh.indices[fresh.indptr[v] : fresh.indptr[v + 1]].astype(np.int64) for v in ids])


def _counted(
    rows: NDArray[np.int64], columns: NDArray[np.int64], kept: NDArray[np.bool_], shape: tuple[int, int]
) -> Matrix:
    ones = np.ones(int(kept.sum()), dtype=np.float32)
    return sp.csr_matrix((ones, (rows[kept], columns[kept])), shape=shape)


def _months_later(day: dt.date, months: int) -> np.datetime64:
    """The same day of the month, or that month's last day where it is shorter."""
    month = np.datetime64(day, "M") + months
    last_of_month = (month + 1).astype("datetime64[D]") - 1
    return min(month.astype("datetime64[D]") + (day.day - 1), last_of_month)
