"""Paths to an order: the channels touched, in order of time, and how often the path ended in a sale."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from core.errors import MarqueeError

SPACED = " > "


@dataclass(frozen=True)
class Paths:
    """`n` paths of together `t` touches.

    channels     names, each once; `channel` holds their places
    channel      (t,) int: the channel touched, path by path, oldest first
    path         (t,) int: the path of the touch, rising
    conversions  (n,) what is credited: orders, tickets or money
    nulls        (n,) how often the same path ended without a sale; zeros where nobody knows
    days_before  (t,) days from the touch to the sale, or None when there are only positions
    """

    channels: tuple[str, ...]
    channel: np.ndarray
    path: np.ndarray
    conversions: np.ndarray
    nulls: np.ndarray
    days_before: np.ndarray | None = None

    @cached_property
    def length(self) -> np.ndarray:
        """Touches of each path, (n,)."""
        return np.bincount(self.path, minlength=len(self.conversions))

    @cached_property
    def first(self) -> np.ndarray:
        """Place of each path's first touch among all touches, (n,)."""
        return np.cumsum(self.length) - self.length

    @cached_property
    def position(self) -> np.ndarray:
        """Place of each touch in its path, from 0, (t,)."""
        return np.arange(len(self.path)) - self.first[self.path]

    @property
    def unattributed(self) -> float:
        """Conversions of paths without a touch."""
        return float(self.conversions[self.length == 0].sum())

    def credit(self, share: np.ndarray) -> np.ndarray:
        """Credit of each channel when every touch gets `share` (t,) of its path's conversions."""
        return np.bincount(self.channel, share * self.conversions[self.path], len(self.channels))

    def within(self, days: float) -> "Paths":
        """The same paths with only the touches of the last `days` days before the sale.

        Raises MarqueeError when the touches have no times.
        """
        if self.days_before is None:
            raise MarqueeError("These paths have no times, so no window can be laid over them.",
                               remedy="Import touchpoints.csv, whose touches have times.")
        kept = self.days_before <= days
        return replace(self, channel=self.channel[kept], path=self.path[kept], days_before=self.days_before[kept])


def parse(texts: Sequence[str], conversions: Sequence[float], nulls: Sequence[float] | None = None) -> Paths:
    """Paths written as `a > b > c`; an empty text is a path without a touch.

    Where any path has blanks around its signs, a sign without them is part of a name (`<b>`).
    """
    between = SPACED if any(SPACED in text for text in texts) else SPACED.strip()
    steps = [[name for part in text.split(between) if (name := part.strip())] for text in texts]
    flat = [name for path in steps for name in path]
    channels = tuple(sorted(set(flat)))
    place = {name: index for index, name in enumerate(channels)}
    lost = np.zeros(len(steps)) if nulls is None else np.asarray(nulls, float)
    return Paths(channels, np.array([place[name] for name in flat], int),
                 np.repeat(np.arange(len(steps)), [len(path) for path in steps]),
                 np.asarray(conversions, float), lost)
