"""Credits over the shows chosen, in arrays: what every model gives, beside what was spent and sold.

The keys of a snapshot's sums are numbered once, so that what is asked for a choice of shows is sums of numbers alone.
"""

from collections.abc import Hashable, Iterable, Mapping
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from core import marketing
from core.attribution.markov import shares
from core.attribution.models import MODELS
from core.filters import Filters
from core.show_sums import added, kept
from core.warehouse.snapshot import current

MEASURES = ("tickets", "gross", "new_buyers")
START, SOLD = "(start)", "(sold)"
CREDITS = "marketing/credits_by_show", ("currency", "window_days", "channel")
STEPS = "marketing/steps_by_show", ("currency", "window_days", "step_from", "step_to")
SUMMED = sorted(MODELS)


class Places(NamedTuple):
    """What the keys of a snapshot's sums stand for. `group`: a currency and window; `state`: the start, a channel or the sale;
    `row` of `channels`: a currency and channel, or None for what no channel explains."""

    groups: int
    states: int
    channels: pd.DataFrame  # currency, channel
    currency: np.ndarray  # of each row, as a number
    named: np.ndarray  # whether a row has a channel
    rest: np.ndarray  # each currency's row without a channel
    sold: np.ndarray  # row of each key of marketing.CHANNELS
    row: np.ndarray  # of each key of CREDITS, as are the next three
    group: np.ndarray
    state: np.ndarray
    window_days: np.ndarray
    steps: tuple[np.ndarray, np.ndarray, np.ndarray]  # of each key of STEPS: group, state before, state after


class Credits(NamedTuple):
    """`given`: what each model of SUMMED gives of each measure to the keys `at` of CREDITS, (7, 3, k); `sold`: by measure, what
    each row of `places.channels` cost and sold, NaN where not known."""

    places: Places
    at: np.ndarray
    given: np.ndarray
    sold: dict[str, np.ndarray]

    def of_window(self, window_days: int) -> np.ndarray:
        """Places in `at` of the keys of a window."""
        return np.flatnonzero(self.places.window_days[self.at] == window_days)

    def by_currency(self, values: np.ndarray) -> np.ndarray:
        """Sums (c,) of what stands in rows of channels, (u,)."""
        return np.bincount(self.places.currency, np.nan_to_num(values), len(self.places.rest))


def credits_over(filters: Filters, show: str | None) -> Credits:
    """Raises as any question does."""
    return given_over(current().path, filters, show)


@lru_cache(maxsize=50)
def given_over(snapshot: Path, filters: Filters, show: str | None) -> Credits:
    (sold, credits, steps), places = (
        [added(snapshot, *asked, filters, show) for asked in (marketing.CHANNELS, CREDITS, STEPS)], places_of(snapshot))
    group, state = places.group[credits.at], places.state[credits.at]
    names = list(credits.measures)
    given = np.array([[credits.values[names.index(f"{model}_{measure}")] for measure in MEASURES] if model != "markov"
                      else np.zeros((len(MEASURES), len(group))) for model in SUMMED])
    step, before, after = (part[steps.at] for part in places.steps)
    share = np.zeros(len(group))
    for one in range(places.groups):  # one at a time: with a thousand channels all at once would take a gigabyte
        walks = np.zeros((places.states, places.states))
        here = step == one
        walks[before[here], after[here]] = steps.values[0][here]
        credited = group == one
        share[credited] = shares(walks[:-1, :-1], walks[:-1, -1])[state[credited] - 1]
    for place, linear in enumerate(given[SUMMED.index("linear")]):
        given[SUMMED.index("markov"), place] = share * np.bincount(group, linear, places.groups)[group]
    found = np.full((len(sold.measures), len(places.channels)), np.nan)
    found[:, places.sold[sold.at]] = sold.values if sold.unknown is None else np.where(sold.unknown, np.nan, sold.values)
    return Credits(places, credits.at, given, dict(zip(sold.measures, found, strict=True)))


@lru_cache(maxsize=2)
def places_of(snapshot: Path) -> Places:
    sold, credits, steps = (kept(snapshot, *asked, ()).keys for asked in (marketing.CHANNELS, CREDITS, STEPS))
    pairs = [*paired(sold, "channel"), *paired(credits, "channel")]
    currencies = numbered(currency for currency, _ in pairs)
    rows = numbered(chain(pairs, ((currency, None) for currency in currencies)))
    groups = numbered(chain(paired(credits, "window_days"), paired(steps, "window_days")))
    named = sorted({*credits["channel"], *steps["step_from"], *steps["step_to"]} - {START, SOLD})
    states = numbered([START, *named, SOLD])
    return Places(
        len(groups), len(states), pd.DataFrame(list(rows), columns=["currency", "channel"]),
        looked_up(currencies, (currency for currency, _ in rows)), np.array([name is not None for _, name in rows], bool),
        looked_up(rows, ((name, None) for name in currencies)),
        looked_up(rows, paired(sold, "channel")), looked_up(rows, paired(credits, "channel")),
        looked_up(groups, paired(credits, "window_days")), looked_up(states, credits["channel"]),
        credits["window_days"].to_numpy(), (
            looked_up(groups, paired(steps, "window_days")), looked_up(states, steps["step_from"]),
            looked_up(states, steps["step_to"])))


def paired(keys: pd.DataFrame, name: str) -> list[tuple[str | None, str | int | None]]:
    """Each row's currency and what else is named; None where missing."""
    known = keys[["currency", name]].astype(object)
    return list(known.where(known.notna(), None).itertuples(index=False, name=None))


def numbered(found: Iterable[Hashable]) -> dict:
    """The different ones, from 0 in the order found."""
    return {one: place for place, one in enumerate(dict.fromkeys(found))}


def looked_up(numbers: Mapping, found: Iterable[Hashable]) -> np.ndarray:
    return np.array([numbers[one] for one in found], int)
