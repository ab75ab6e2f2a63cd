"""Where a label stands clear of the lines, reckoned for a phone: there text is widest against the plot.

Places are shares of the plot: u from its left edge, v from its bottom.
"""

import numpy as np

from core.charts.canvas import letters

LETTER = 6.8  # px a letter of 12 px text takes on average, a little generous
PHONE = 215  # px of plot on a phone


def width_of(text: str) -> float:
    """Share of a phone's plot that one line of escaped text takes."""
    return (letters(text) * LETTER + 8) / PHONE


def clearest(places: np.ndarray, width: float, height: float, points: np.ndarray) -> tuple[float, float]:
    """Of `places` (n, 2: lower left corners) the first whose box holds the fewest of `points` (m, 2)."""
    left, low = places[:, :1], places[:, 1:]
    across, up = points[:, 0] - left, points[:, 1] - low
    inside = (across >= 0) & (across <= width) & (up >= 0) & (up <= height)
    u, v = places[inside.sum(axis=1).argmin()]
    return float(u), float(v)


def dense(u: np.ndarray, v: np.ndarray, steps: int = 40) -> np.ndarray:
    """A line through (u, v), u rising, as points close enough that no label slips between two of them."""
    if not len(u):
        return np.empty((0, 2))
    at = np.linspace(u[0], u[-1], steps)
    return np.column_stack([at, np.interp(at, u, v)])


def stagger(starts: np.ndarray, widths: np.ndarray) -> np.ndarray:
    """A row (0 is the lowest) for each label so that none overlap; `starts` left edges, `widths` in the same unit.

    From right to left, so that a label further left is higher and the stroke below it crosses no other label.
    """
    rows, taken = np.zeros(len(starts), int), list[float]()
    for i in np.argsort(-starts, kind="stable"):
        free = [row for row, edge in enumerate(taken) if starts[i] + widths[i] <= edge]
        rows[i] = free[0] if free else len(taken)
        taken[rows[i] : rows[i] + 1] = [starts[i]]
    return rows
