"""Every model side by side, because no single one is right."""

from collections.abc import Callable

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


def attribute(paths: Paths) -> dict[str, dict[str, float]]:
    """{channel: {model: credit}}, in the unit of the conversions; each model's credits sum to the attributed total."""
    credits = {name: model(paths) for name, model in MODELS.items()}
    return {channel: {name: float(credit[place]) for name, credit in credits.items()}
            for place, channel in enumerate(paths.channels)}
