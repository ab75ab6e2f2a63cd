"""Markov removal effect (Anderl et al. 2016): a walk over channels that ends in a sale or in nothing.

Removing channel k sends every step into k to nothing, so what is lost is exactly the chance to buy having been at k:
P(reach k) x P(buy from k). Both come from N = (I - Q)^-1, the expected visits (Kemeny & Snell 1960, theorem 3.2.4,
3.3.7), with P(reach k) = N[start, k] / N[k, k]: one linear solve, no simulation, no repeated removal.
"""

import numpy as np

from core.attribution.paths import Paths


def markov(paths: Paths) -> np.ndarray:
    """Credits, (channels,): conversions of touched paths shared by removal effect."""
    return shares(*counts(paths)) * (paths.conversions.sum() - paths.unattributed)


def shares(steps: np.ndarray, sold: np.ndarray, left: np.ndarray | None = None) -> np.ndarray:
    """Each channel's share of all removal effects, (channels,); zeros when nothing was sold. Arguments as `effects`."""
    effect = effects(steps, sold, left)
    return effect / effect.sum() if effect.sum() > 0 else effect


def removal_effects(paths: Paths) -> np.ndarray:
    """Share of the chance to buy that is lost without each channel, (channels,), between 0 and 1."""
    return effects(*counts(paths))


def effects(steps: np.ndarray, sold: np.ndarray, left: np.ndarray | None = None) -> np.ndarray:
    """Removal effects, (channels,), from how often a step was taken, (1 + channels, 1 + channels), and how often a sale
    (`sold`) or nothing (`left`) followed, (1 + channels,); row 0 is the start."""
    away = steps.sum(1) + sold + (0 if left is None else left)
    away = np.where(away > 0, away, 1)
    solved = np.linalg.solve(np.eye(len(steps)) - steps / away[:, None],
                             np.column_stack([np.eye(len(steps)), sold / away]))  # fmt: skip
    visits, buys = solved[:, :-1], solved[:, -1]
    if buys[0] <= 0:
        return np.zeros(len(steps) - 1)
    return (visits[0] / np.diag(visits) * buys / buys[0])[1:]


def counts(paths: Paths) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What `effects` starts from: (steps, sold, left), weighted by conversions and nulls."""
    size, weight = len(paths.channels) + 1, (paths.conversions + paths.nulls)[paths.path]
    state = paths.channel + 1
    before = np.where(paths.position == 0, 0, np.roll(state, 1))
    steps = np.bincount(before * size + state, weight, size * size).reshape(size, size)
    ends = paths.position == paths.length[paths.path] - 1
    sold, left = (np.bincount(state[ends], values[paths.path[ends]], size) for values in (paths.conversions, paths.nulls))
    return steps, sold, left
