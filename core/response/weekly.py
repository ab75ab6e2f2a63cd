"""A company's one weekly series: y = level + trend + seasons + controls + what each medium adds + chance.

For given carry-over and saturation the rest is linear, so only those are searched (variable projection, Golub & Pereyra
1973); the shape of each saturation curve is chosen by fit. Intervals come from fits to rebuilt series (block bootstrap).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from scipy.optimize import least_squares, nnls
from scipy.special import expit, logit

from core.errors import NotEnoughData
from core.response.adstock import adstock

# By u = rate / half, each is one half at u = 1 and one far beyond.
SHAPES: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "logistic": lambda u: np.tanh(np.arctanh(0.5) * u),
    "hill": lambda u: u / (1 + u),
    "exponential": lambda u: 1 - 0.5**u,
}
WEEKS_A_YEAR = 365.25 / 7
HARMONICS = 2
FEWEST_WEEKS_A_TERM = 3
REBUILDS, BLOCK_WEEKS = 150, 4
CARRY_SPREAD, HALF_SPREAD = 1.5, 1.0  # of the priors: logit of one half, log of half of the largest rate
STARTS = ((0.2, 0.3), (0.5, 0.7), (0.7, 0.3), (0.3, 1.5))  # carry, half as a share of the largest rate
MOST_TRIED = 30
USUAL_SHAPE, UNUSUAL = "logistic", 1.0  # another shape must fit better by this much log-likelihood: it often cannot be told

Rivals = tuple[list[tuple[str, ...]], np.ndarray]  # choices of shapes and their weights


@dataclass(frozen=True)
class Medium:
    """What a medium added over the whole series, in y's unit. `carry`: share of the effect that lasts to the next week;
    `half`: weekly spend at which half of `top` (y a week) is reached; `curve`: (weekly spend, y a week)."""

    contribution: float
    contribution_lo: float
    contribution_hi: float
    carry: float
    shape: str
    half: float
    top: float
    curve: list[tuple[float, float]]


@dataclass(frozen=True)
class Weekly:
    media: dict[str, Medium]
    r2: float
    nrmse: float  # of the mean of y
    weeks: int
    terms: list[str]  # of the baseline


@dataclass(frozen=True)
class Series:
    """`y` (n,), `spend` (c, n) and an orthonormal basis of the baseline's terms (n, k)."""

    y: np.ndarray
    spend: np.ndarray
    basis: np.ndarray

    def beyond(self, values: np.ndarray) -> np.ndarray:
        """What the baseline's terms do not explain, along the first axis."""
        return values - self.basis @ (self.basis.T @ values)


def fit_weekly(y: np.ndarray, media: dict[str, np.ndarray], controls: dict[str, np.ndarray], *,
               seed: int = 0) -> Weekly:
    """Fit `y` (n,) by spend a week and control series, each (n,), one row a week in order of time.

    Raises NotEnoughData when there are too few weeks for what is asked, or a medium without spend.
    """
    terms = baseline_terms(len(y)) | controls
    _check(len(y), media, len(terms))
    basis, strengths, _ = np.linalg.svd(np.column_stack(list(terms.values())), full_matrices=False)
    series = Series(y, np.array(list(media.values())), basis[:, strengths > 1e-9 * strengths[0]])
    logs, shapes, rivals = _search(series)
    columns = _columns(series.spend, logs, shapes)
    gains = _gains(series, columns)
    added = columns * gains
    rest = series.beyond(series.y - added.sum(1))
    low, high = _intervals(series, logs, rivals, added, rest, np.random.default_rng(seed))
    found = {}
    for place, name in enumerate(media):
        largest = adstock(series.spend[place], expit(logs[place, 0])).max() * (1 - expit(logs[place, 0]))
        half, spends = float(np.exp(logs[place, 1]) * largest), np.linspace(0, series.spend[place].max(), 21)
        found[name] = Medium(
            float(added[:, place].sum()), float(low[place]), float(high[place]), float(expit(logs[place, 0])),
            shapes[place], half, float(gains[place]),
            list(zip(spends.tolist(), (gains[place] * SHAPES[shapes[place]](spends / half)).tolist(), strict=True)),
        )  # fmt: skip
    spread = ((y - y.mean()) ** 2).sum()
    return Weekly(found, float(1 - (rest**2).sum() / spread) if spread else 0.0,
                  float(np.sqrt((rest**2).mean()) / abs(y.mean())) if y.mean() else 0.0, len(y), list(terms))


def baseline_terms(weeks: int) -> dict[str, np.ndarray]:
    """Level, trend with a bend and, from one year on, two harmonics of the year."""
    time = np.arange(weeks) / WEEKS_A_YEAR
    terms = {"level": np.ones(weeks), "trend": time, "bend": time**2}
    if weeks >= WEEKS_A_YEAR:
        for order in range(1, HARMONICS + 1):
            terms[f"year_sin_{order}"] = np.sin(2 * np.pi * order * time)
            terms[f"year_cos_{order}"] = np.cos(2 * np.pi * order * time)
    return terms


def _check(weeks: int, media: dict[str, np.ndarray], terms: int) -> None:
    needed = FEWEST_WEEKS_A_TERM * (terms + 3 * len(media))
    if weeks < needed:
        raise NotEnoughData(f"{weeks} weeks are too few for {len(media)} media and {terms} other terms.",
                            remedy=f"Give at least {needed} weeks, or fewer controls.")
    if empty := [name for name, spend in media.items() if not (spend > 0).any()]:
        raise NotEnoughData(f"{', '.join(empty)}: nothing was spent.", remedy="Leave it out of --media.")


def _columns(spend: np.ndarray, logs: np.ndarray, shapes: Sequence[str]) -> np.ndarray:
    """Saturated effect of each medium at gain one, (n, c). `logs` (c, 2): logit carry, log half (share of largest)."""
    columns = []
    for money, (carry, half), shape in zip(spend, logs, shapes, strict=True):
        carried = adstock(money, expit(carry))
        columns.append(SHAPES[shape](carried / carried.max() / np.exp(half)))
    return np.column_stack(columns)


def _gains(series: Series, columns: np.ndarray) -> np.ndarray:
    return nnls(series.beyond(columns), series.beyond(series.y))[0]


def _search(series: Series) -> tuple[np.ndarray, list[str], Rivals]:
    """The best (logs, shapes), and every choice of shapes tried with its weight, exp(-loss)."""
    usual = [USUAL_SHAPE] * len(series.spend)
    noise = _noise(series)
    start, _ = _best_start(series, usual, noise)
    tried = {}
    for shapes in _choices(len(usual)):
        logs, loss = _refine(series, shapes, start, noise)
        tried[shapes] = logs, loss + UNUSUAL * sum(shape != USUAL_SHAPE for shape in shapes)
    best = min(tried, key=lambda shapes: tried[shapes][1])
    weights = np.exp(tried[best][1] - np.array([loss for _, loss in tried.values()]))
    return tried[best][0], list(best), (list(tried), weights / weights.sum())


def _choices(media: int) -> list[tuple[str, ...]]:
    """All combinations of shapes when few, else the usual ones with at most one medium's changed."""
    if len(SHAPES) ** media <= MOST_TRIED:
        return list(product(SHAPES, repeat=media))
    usual = (USUAL_SHAPE,) * media
    return [usual, *((*usual[:place], shape, *usual[place + 1:])
                     for place in range(media) for shape in SHAPES if shape != USUAL_SHAPE)]


def _noise(series: Series) -> float:
    """Standard deviation of what plain regression leaves: the priors are weighed against it."""
    columns = _columns(series.spend, np.tile([logit(0.4), np.log(0.6)], (len(series.spend), 1)),
                       [USUAL_SHAPE] * len(series.spend))  # fmt: skip
    rest = series.beyond(series.y - columns @ _gains(series, columns))
    return float(np.sqrt((rest**2).mean())) or 1e-9


def _best_start(series: Series, shapes: Sequence[str], noise: float) -> tuple[np.ndarray, float]:
    starts = [np.tile([logit(carry), np.log(half)], (len(series.spend), 1)) for carry, half in STARTS]
    return min((_refine(series, shapes, start, noise) for start in starts), key=lambda fit: fit[1])


def _refine(series: Series, shapes: Sequence[str], start: np.ndarray, noise: float) -> tuple[np.ndarray, float]:
    """Carry and half by least squares from a start, gains solved for inside; (logs, loss)."""

    def misfit(flat: np.ndarray) -> np.ndarray:
        logs = flat.reshape(start.shape)
        columns = _columns(series.spend, logs, shapes)
        rest = series.beyond(series.y - columns @ _gains(series, columns)) / noise
        away = (logs - [0.0, np.log(0.5)]) / [CARRY_SPREAD, HALF_SPREAD]
        return np.concatenate([rest, away.ravel()])

    found = least_squares(misfit, start.ravel(), bounds=(-5.0, 5.0), xtol=1e-6, ftol=1e-8)
    return found.x.reshape(start.shape), float(found.cost)


def _intervals(series: Series, logs: np.ndarray, rivals: Rivals, added: np.ndarray, rest: np.ndarray,
               rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    """80 % intervals of contributions: (low (c,), high (c,)), from series rebuilt with blocks of what was left.

    Each is fitted with shapes drawn by their weights, since a curve that fits as well may tell another total.
    """
    weeks = len(series.y)
    lost = weeks - series.basis.shape[1] - 3 * len(logs)
    rest = (rest - rest.mean()) * np.sqrt(weeks / max(lost, 1))
    noise, totals = float(rest.std()) or 1e-9, []
    for _ in range(REBUILDS):
        begins = rng.integers(0, weeks, -(-weeks // BLOCK_WEEKS))
        place = (begins[:, None] + np.arange(BLOCK_WEEKS)).ravel()[:weeks] % weeks
        again = Series(series.y - series.beyond(series.y - added.sum(1)) + rest[place], series.spend, series.basis)
        shapes = rivals[0][rng.choice(len(rivals[1]), p=rivals[1])]
        columns = _columns(series.spend, _refine(again, shapes, logs, noise)[0], shapes)
        totals.append((columns * _gains(again, columns)).sum(0))
    low, high = np.quantile(totals, [0.1, 0.9], axis=0)
    return np.minimum(low, added.sum(0)), np.maximum(high, added.sum(0))
