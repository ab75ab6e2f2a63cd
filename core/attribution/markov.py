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
    """Each channel's share of all removal effects, (..., channels); zeros when nothing was sold. Arguments as `effects`."""
    effect = effects(steps, sold, left)
    total = effect.sum(-1, keepdims=True)
    return effect / np.where(total > 0, total, 1)


def effects(steps: np.ndarray, sold: np.ndarray, left: np.ndarray | None = None) -> np.ndarray:
    """Removal effects, the share of the chance to buy that is lost without each channel, (..., channels), from how often a
    step was taken, (..., 1 + channels, 1 + channels), and how often a sale (`sold`) or nothing (`left`) followed,
    (..., 1 + channels); row 0 is the start. Leading axes are chains of their own."""
    away = steps.sum(-1) + sold + (0 if left is None else left)
    away = np.where(away > 0, away, 1)
    whole = np.broadcast_to(np.eye(steps.shape[-1]), steps.shape)
    solved = np.linalg.solve(whole - steps / away[..., None], np.concatenate([whole, (sold / away)[..., None]], -1))
    visits, buys = solved[..., :-1], solved[..., -1]
    chance = np.where(buys[..., :1] > 0, buys[..., :1], np.inf)
    return (visits[..., 0, :] / np.diagonal(visits, axis1=-2, axis2=-1) * buys / chance)[..., 1:]


def counts(paths: Paths) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What `effects` starts from: (steps, sold, left), weighted by conversions and nulls."""
    size, weight = len(paths.channels) + 1, (paths.conversions + paths.nulls)[paths.path]
    state = paths.channel + 1
    before = np.where(paths.position == 0, 0, np.roll(state, 1))
    steps = np.bincount(before * size + state, weight, size * size).reshape(size, size)
    ends = paths.position == paths.length[paths.path] - 1
    sold, left = (np.bincount(state[ends], values[paths.path[ends]], size) for values in (paths.conversions, paths.nulls))
    return steps, sold, left
