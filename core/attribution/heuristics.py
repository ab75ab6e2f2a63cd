"""Rules of thumb: each touch gets a fixed share of its path. Every function returns credits, (channels,)."""

import numpy as np

from core.attribution.paths import Paths

ENDS = 0.4  # share of the first and of the last touch in the position model; the middle shares the rest
HALF_LIFE_DAYS = 7.0
HALF_LIFE_TOUCHES = 1.0  # where touches have no times, each step away from the sale halves the weight


def first(paths: Paths) -> np.ndarray:
    return paths.credit((paths.position == 0).astype(float))


def last(paths: Paths) -> np.ndarray:
    return paths.credit((paths.position == paths.length[paths.path] - 1).astype(float))


def linear(paths: Paths) -> np.ndarray:
    return paths.credit(1 / paths.length[paths.path])


def position(paths: Paths) -> np.ndarray:
    """40 % to the first touch, 40 % to the last, 20 % shared by those between; halves for two, all for one."""
    length = paths.length[paths.path]
    at_end = (paths.position == 0) | (paths.position == length - 1)
    long = np.where(at_end, ENDS, (1 - 2 * ENDS) / np.maximum(length - 2, 1))
    return paths.credit(np.where(length > 2, long, 1 / length))


def time_decay(paths: Paths) -> np.ndarray:
    """Weights halve every seven days before the sale, or every step when there are no times."""
    if paths.days_before is None:
        steps_back = paths.length[paths.path] - 1 - paths.position
        weight = 0.5 ** (steps_back / HALF_LIFE_TOUCHES)
    else:
        nearest = paths.days_before[np.cumsum(paths.length) - 1][paths.path] if len(paths.path) else paths.days_before
        weight = 0.5 ** ((paths.days_before - nearest) / HALF_LIFE_DAYS)  # from the last touch: nothing underflows
    total = np.bincount(paths.path, weight, len(paths.conversions))
    return paths.credit(weight / total[paths.path])
