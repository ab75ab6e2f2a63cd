"""What advertising brought to our shows, and what moving it would bring: published by `core.computed.responding`.

Measured within shows from spend that nobody drew by lot, so nothing here is a trial; a channel is called causal only
where shows went without it on purpose (`marketing_holdout`).
"""

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from core.errors import NotEnoughData
from core.filters import Filters
from core.show_sums import chosen, places
from core.warehouse.read import read
from core.warehouse.snapshot import current

if TYPE_CHECKING:
    from core.response.what_if import Rates

FEWEST_HELD_OUT = 5  # shows without a channel on purpose, for its effect to be called causal
NO_SPEND = "There is no spend on shows to measure. Import ad_spend.csv with concert_id."
FEWEST_RATED = 5  # shows with spend, for a channel's own rates


class Measured(NamedTuple):
    """Every channel measured in one currency, and what could not be: money spent for the whole season in it, and shows
    told in another currency."""

    channels: pd.DataFrame
    currency: str
    season_spend: float
    other_shows: int


def measured() -> Measured:
    """Each channel's spend, generated and incremental tickets over all shows, in the currency with most spend.

    Raises NotEnoughData when there are too few shows with sales and spend.
    """
    channels = effects()
    if channels.empty:
        raise NotEnoughData(why_not())
    note = read("marketing/measured_note").iloc[0]
    return Measured(channels, str(channels["currency"].iloc[0]), float(note["season_spend"]), int(note["other_shows"]))


def effects() -> pd.DataFrame:
    """What each channel brought over all shows, most spend first; empty where nothing could be measured.

    Columns: channel, currency, spend, wasted (after the last ticket went), generated, incremental (tickets), each with _lo and
    _hi (80 % range), roas with its range (money of incremental tickets over spend), carry (a day), next_per_money (tickets the
    next unit of money brings), held_out_shows, shows, form.
    """
    return read("marketing/measured")


def why_not() -> str:
    """Why nothing could be measured, or ""."""
    note = read("marketing/measured_note")
    if note.empty:
        return NO_SPEND
    return str(note["reason"].iloc[0]) if isinstance(note["reason"].iloc[0], str) else ""


def curve(*, channel: str | None = None) -> pd.DataFrame:
    """Columns: channel, currency, spend, tickets, lo, hi (incremental, 80 % range), current, tried_to."""
    return read("marketing/curve", channel=channel)


def by_show(*, filters: Filters) -> pd.DataFrame:
    """What each channel brought to each show, most waste first.

    Columns: concert_id, artist, city, local_date, currency, channel, spend, wasted, generated, incremental.
    """
    return read("marketing/measured_shows", **filters.params())


class Choices(NamedTuple):
    """Where money can still go: `rows` (concert_id, artist, city, local_date, channel, currency, planned, room, days_to_go; n
    of them), `show` (n,) place in `show_sums.places`, `gain` and `half` (1 + draws, n): the best estimate, then draws."""

    rows: pd.DataFrame
    show: np.ndarray
    gain: np.ndarray
    half: np.ndarray


@lru_cache(maxsize=2)
def choices_of(snapshot: Path) -> Choices:
    """Of all shows; `snapshot` is the name they are kept under."""
    rows = read("marketing/choices", **Filters().params())
    gain, half = (np.array(rows[name].to_list(), float).reshape(len(rows), -1 if len(rows) else 0).T
                  for name in ("gain", "half"))
    show = pd.Index(places(snapshot)["concert_id"]).get_indexer(pd.Index(rows["concert_id"]))
    return Choices(rows.drop(columns=["gain", "half"]), show, gain, half)


class Season(NamedTuple):
    """A budget as planned and as it would bring most: `rows` (concert_id, artist, city, local_date, channel, currency,
    planned, proposed, change), tickets gained with their 80 % range, and the verdict in words."""

    rows: pd.DataFrame
    budget: float
    gain: float
    gain_lo: float
    gain_hi: float
    verdict: str


def season_plan(*, filters: Filters, budget: float | None = None) -> Season | None:
    """Move the budget for shows on sale between channels and shows along their curves; None where nothing can be moved.

    Without `budget` what the last weeks' spend comes to by the day of each show; another is compared with the same spread.
    """
    from core.response.what_if import Curves, move

    snapshot = current().path
    choices = choices_of(snapshot)
    mine = np.flatnonzero(chosen(snapshot, filters, None)[choices.show])
    rows = choices.rows.take(mine).reset_index(drop=True)
    total = float(rows["planned"].sum())
    if not total or (budget is not None and budget <= 0):
        return None
    show, _ = pd.factorize(choices.show[mine])
    room = rows["room"].to_numpy(float)[np.flatnonzero(np.diff(show, prepend=-1))]
    found = Curves(show, choices.gain[:, mine], choices.half[:, mine], room)
    planned = rows["planned"].to_numpy(float) * ((budget or total) / total)
    plan = move(found, planned)
    table = rows.drop(columns=["room", "days_to_go"]).assign(planned=planned, proposed=plan.spend,
                                                             change=plan.spend - planned)
    return Season(table, budget or total, plan.gain, plan.gain_lo, plan.gain_hi, plan.verdict)


def plan_rows(*, filters: Filters, budget: float | None = None) -> pd.DataFrame:
    """The season plan as rows: show, channel, planned and proposed spend (money), with the gain of the whole plan.

    Columns: concert_id, artist, city, local_date, channel, currency, planned, proposed, change, gain, gain_lo, gain_hi
    (tickets, of the whole plan), verdict.
    """
    plan = season_plan(filters=filters, budget=budget)
    if plan is None:
        return pd.DataFrame()
    return plan.rows.assign(gain=plan.gain, gain_lo=plan.gain_lo, gain_hi=plan.gain_hi, verdict=plan.verdict)


def rates(*, currency: str) -> list["Rates"]:
    """Each channel's own past in a currency: what a ticket cost, measured where it could be, else as recorded."""
    return rates_of(current().path, currency)


@lru_cache(maxsize=20)
def rates_of(snapshot: Path, currency: str) -> list["Rates"]:
    """As `rates`; `snapshot` is the name they are kept under."""
    from core.response.what_if import Rates

    known = {row["channel"]: row for row in effects().to_dict("records") if row["currency"] == currency}
    found = read("marketing/rates")
    rows = []
    for channel, shows in found[found["currency"] == currency].groupby("channel"):
        if len(shows) < FEWEST_RATED or not shows["orders"].sum() or not shows["tickets"].sum():
            continue
        cost, low, high = ratio(shows["spend"], shows["tickets"])
        causal = False
        row = known.get(channel)
        if row and row["incremental_lo"] > 0:
            cost, low, high = (float(row["spend"] / row[name]) for name in (
                "incremental", "incremental_hi", "incremental_lo"))
            causal = bool(row["held_out_shows"] >= FEWEST_HELD_OUT)
        clicks = float(shows["clicks"].sum())
        rows.append(Rates(str(channel), float(shows["tickets"].sum() / shows["orders"].sum()),
                          float(shows["orders"].sum() / clicks) if clicks else None, cost, low, high, causal))
    return rows


def ratio(top: pd.Series, bottom: pd.Series) -> tuple[float, float, float]:
    """A ratio of sums over shows with its 80 % range, by the delta method (Cochran 1977, section 6.3)."""
    value = float(top.sum() / bottom.sum())
    rest = (top - value * bottom).to_numpy(float)
    error = float(np.sqrt(len(rest) / max(len(rest) - 1, 1) * (rest**2).sum()) / bottom.sum())
    return value, max(value - 1.2816 * error, 0.0), value + 1.2816 * error


def gap_plan(*, currency: str, gap: float) -> pd.DataFrame:
    """What each channel alone would need to sell `gap` more tickets at its own rates, cheapest first.

    Columns: channel, tickets, orders, clicks, spend, spend_lo, spend_hi (80 % range), note ("not causal" or empty).
    """
    from core.response.what_if import Need, needs

    found: list[Any] = needs(max(gap, 0.0), rates(currency=currency))
    return pd.DataFrame(found, columns=list(Need._fields))
