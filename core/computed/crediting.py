"""The attribution tables of a snapshot: what each model gives each channel and campaign, for each show and window.

A frame in (inputs/touches.sql), frames out. Every model but Markov shares out a path at a time, so its credits can be
added up over any choice of shows. Markov needs all paths of the choice at once: its steps are counted here, and solved
when somebody asks (`core.attribution.markov`).
"""

from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from core.attribution.models import MODELS, WINDOWS
from core.attribution.paths import Paths

MEASURES = ("tickets", "gross", "new_buyers")
CELL = ["concert_id", "channel", "campaign"]
START, SOLD = "(start)", "(sold)"  # the ends of a walk; channels cannot be called so after `trim`, they have no brackets


class Tables(NamedTuple):
    """Rows of the snapshot's tables credit and path_step."""

    credit: pd.DataFrame
    path_step: pd.DataFrame


def credits_all(touches: pd.DataFrame) -> Tables | None:
    """`touches`: unit, concert_id, channel, campaign (may be missing), days_before, tickets, gross, new_buyers, orders (alike,
    counted as one unit); the touches of a unit together, oldest first. None without touches."""
    if touches.empty:
        return None
    place, cells = coded(touches[CELL])
    unit, _ = pd.factorize(touches["unit"])
    first = np.flatnonzero(np.diff(unit, prepend=-1))
    worth = {name: touches[name].to_numpy(float)[first] for name in MEASURES}
    paths = Paths(tuple(range(len(cells))), place, unit, worth["tickets"], np.zeros(len(first)),  # type: ignore[arg-type]
                  touches["days_before"].to_numpy(float))
    orders = touches["orders"].to_numpy(int)[first]
    parts, steps = [], []
    for days in WINDOWS:
        kept = paths.within(days)
        parts += [credited(kept, worth, days, model) for model in MODELS if model != "markov"]
        steps.append(stepped(kept, cells, orders, days))
    credit = pd.concat(parts)
    named = cells.take(credit.index.to_numpy())
    return Tables(pd.concat([named, credit.set_axis(named.index)], axis=1), pd.concat(steps, ignore_index=True))


def coded(frame: pd.DataFrame) -> tuple[np.ndarray, pd.DataFrame]:
    """Each row's place among the different ones, and these in order; a missing value is one of its own."""
    groups = frame.groupby(list(frame), dropna=False)
    return groups.ngroup().to_numpy(), groups.size().reset_index()[list(frame)]


def credited(paths: Paths, worth: dict[str, np.ndarray], days: int, model: str) -> pd.DataFrame:
    """What one model gives each cell in one window, by the cell's place; cells without credit are left out."""
    found = {name: MODELS[model](with_worth(paths, values)) for name, values in worth.items()}
    any_credit = np.any([values != 0 for values in found.values()], axis=0)
    return pd.DataFrame({"window_days": days, "model": model} | found)[any_credit]


def with_worth(paths: Paths, values: np.ndarray) -> Paths:
    """The same paths with other conversions; what was worked out of their shape is kept."""
    other = replace(paths, conversions=values)
    other.__dict__.update(length=paths.length, first=paths.first, position=paths.position)
    return other


def stepped(paths: Paths, cells: pd.DataFrame, weight: np.ndarray, days: int) -> pd.DataFrame:
    """How many orders went from one channel to the next, by show, in order: concert_id, step_from, step_to, orders.
    `weight`: the orders of each path."""
    channel, found = pd.factorize(cells["channel"], sort=True)
    concert, shows = pd.factorize(cells["concert_id"], sort=True)
    names = [*found, START, SOLD]
    start, sold, size = len(names) - 2, len(names) - 1, len(names)
    state, show = channel[paths.channel], concert[paths.channel]
    begins = paths.position == 0
    before = np.where(begins, start, np.roll(state, 1))
    ends = paths.position == paths.length[paths.path] - 1
    code = np.concatenate([(show * size + before) * size + state, (show[ends] * size + state[ends]) * size + sold])
    code, place = np.unique(code, return_inverse=True)
    taken = weight[paths.path]
    orders = np.bincount(place, np.concatenate([taken, taken[ends]])).astype(int)
    labels = np.array(names, dtype=object)
    return pd.DataFrame({"concert_id": np.array(shows, dtype=object)[code // size**2], "window_days": days,
                         "step_from": labels[code // size % size], "step_to": labels[code % size], "orders": orders})
