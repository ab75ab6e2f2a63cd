"""What a show sells without advertising, in logs: terms that all shows share, and terms of each show's own."""

import numpy as np

from core.response.panel import Panel

AGE_KNOTS = np.log1p([0, 1, 2, 4, 7, 12, 20, 35, 60, 100])  # days since the sale began
OUT_KNOTS = np.log1p([0, 1, 3, 6, 10, 16, 28, 50, 90])  # days to the show
FADE_DAYS, SURGE_DAYS = 4.0, 6.0


def shared_terms(panel: Panel) -> np.ndarray:
    """(s, t, k): hat functions of age and of days out, and the weekday; the first of the last two is left out."""
    out = np.broadcast_to(panel.days_out, panel.age.shape)
    weekday = panel.weekday[..., None] == np.arange(1, 7)
    return np.concatenate([_hats(panel.age, AGE_KNOTS), _hats(out, OUT_KNOTS)[..., 1:], weekday], axis=-1)


def own_terms(panel: Panel) -> np.ndarray:
    """(s, t, 4): level, how hard the sale starts, how it ends, and its slope between; the last three about -1 to 1."""
    out = np.broadcast_to(panel.days_out, panel.age.shape)
    lead = np.maximum(panel.age[:, -1:], 1)
    return np.stack([np.ones(panel.age.shape), np.exp(-panel.age.clip(0) / FADE_DAYS), np.exp(-out / SURGE_DAYS),
                     1 - 2 * panel.age / lead], axis=-1)  # fmt: skip


def _hats(days: np.ndarray, knots: np.ndarray) -> np.ndarray:
    """Linear interpolation between knots in log days, flat beyond the last: (..., knots), each row sums to one."""
    place = np.interp(np.log1p(days.clip(0)), knots, np.arange(len(knots)))
    return np.maximum(0, 1 - np.abs(place[..., None] - np.arange(len(knots))))
