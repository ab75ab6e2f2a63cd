"""Markov removal effect (Anderl et al. 2016): a walk over channels that ends in a sale or in nothing.

Removing channel k sends every step into k to nothing, so what is lost is exactly the chance to buy having been at k:
P(reach k) x P(buy from k). Both come from N = (I - Q)^-1, the expected visits (Kemeny & Snell 1960, theorem 3.2.4,
3.3.7), with P(reach k) = N[start, k] / N[k, k]: one linear solve, no simulation, no repeated removal.
"""

import numpy as np

from core.attribution.paths import Paths


def markov(paths: Paths) -> np.ndarray:
    """Credits, (channels,): conversions of touched paths shared by removal effect."""
    effect = removal_effects(paths)
    total = paths.conversions.sum() - paths.unattributed
    return effect / effect.sum() * total if effect.sum() > 0 else np.zeros(len(effect))


def removal_effects(paths: Paths) -> np.ndarray:
    """Share of the chance to buy that is lost without each channel, (channels,), between 0 and 1."""
    steps, sold = transitions(paths)
    visits = np.linalg.solve(np.eye(len(steps)) - steps, np.column_stack([np.eye(len(steps)), sold]))
    visits, buys = visits[:, :-1], visits[:, -1]
    if buys[0] <= 0:
        return np.zeros(len(paths.channels))
    return (visits[0] / np.diag(visits) * buys / buys[0])[1:]


def transitions(paths: Paths) -> tuple[np.ndarray, np.ndarray]:
    """Chances of the next step, (1 + channels, 1 + channels), and of buying next, (1 + channels,); row 0 is the start."""
    size, weight = len(paths.channels) + 1, (paths.conversions + paths.nulls)[paths.path]
    state = paths.channel + 1
    begins = paths.position == 0
    before = np.where(begins, 0, np.roll(state, 1))
    steps = np.bincount(before * size + state, weight, size * size).reshape(size, size)
    ends = paths.position == paths.length[paths.path] - 1
    sold = np.bincount(state[ends], paths.conversions[paths.path[ends]], size)
    left = np.bincount(state[ends], weight[ends], size) + steps.sum(1)
    return steps / np.where(left > 0, left, 1)[:, None], sold / np.where(left > 0, left, 1)
