"""Every model side by side, because no single one is right."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from core.attribution.heuristics import first, last, linear, position, time_decay
from core.attribution.markov import markov
from core.attribution.paths import Paths
from core.attribution.shapley import shapley

MODELS: dict[str, Callable[[Paths], np.ndarray]] = {
    "first": first, "last": last, "linear": linear, "position": position, "time_decay": time_decay,
    "markov": markov, "shapley": shapley,
}  # fmt: skip
WINDOWS = (1, 3, 5, 7, 14, 30)  # days


class Credit(NamedTuple):
    """One model's answer for one channel and window; `share` of all conversions, `rank` 1 = most credit."""

    window_days: int
    model: str
    channel: str
    credit: float
    share: float
    rank: int
    unattributed_share: float


def attribute(paths: Paths) -> dict[str, dict[str, float]]:
    """{channel: {model: credit}}, in the unit of the conversions; each model's credits sum to the attributed total."""
    credits = {name: model(paths) for name, model in MODELS.items()}
    return {channel: {name: float(credit[place]) for name, credit in credits.items()}
            for place, channel in enumerate(paths.channels)}


def sensitivity(paths: Paths, windows: Sequence[int] = WINDOWS) -> list[Credit]:
    """How credit and rank of each channel move with the model and with the window. The paths need times."""
    total = max(paths.conversions.sum(), 1e-300)
    rows = []
    for days in windows:
        kept = paths.within(days)
        for name, model in MODELS.items():
            credit = model(kept)
            rank = (-credit).argsort(kind="stable").argsort(kind="stable") + 1
            rows += [Credit(days, name, channel, float(credit[place]), float(credit[place] / total), int(rank[place]),
                            kept.unattributed / total) for place, channel in enumerate(paths.channels)]
    return rows
