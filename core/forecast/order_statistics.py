"""The range that a few past outcomes give by themselves: their own k-th smallest and k-th largest."""

import numpy as np

NEEDED = 9  # outcomes for a two-sided 80 % range: n >= 2 / alpha - 1 (DOMAIN.md)


def rank(n: int, level: float) -> int:
    """k = floor((n + 1) x tail), at least 1: the k-th outcome from its end bounds all but `level` of the next ones."""
    return max(int((n + 1) * min(level, 1 - level) + 1e-9), 1)


def order_statistics(outcomes: np.ndarray, levels: list[float]) -> np.ndarray:
    """(..., len(levels)) of outcomes (..., n) sorted along the last axis; the median where a level is 0.5.

    Exchangeable outcomes hold the next one between the k-th smallest and largest with at least the level asked
    (https://en.wikipedia.org/wiki/Prediction_interval#Non-parametric_methods).
    """
    n = outcomes.shape[-1]
    columns = [np.median(outcomes, axis=-1) if level == 0.5
               else outcomes[..., rank(n, level) - 1 if level < 0.5 else -rank(n, level)] for level in levels]
    return np.stack(columns, axis=-1)
