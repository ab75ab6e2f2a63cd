"""Advertising: what is planned, and what it does to sales (the truth).

Each paid channel turns money into tickets on one show like this, day by day:

    carried[d] = spend[d] + carry * carried[d - 1]                    pounds (adstock)
    a          = carried / sellable                                   pounds a seat
    tickets    = sellable * top * a / (a + half)                      expected extra tickets (saturation)

`top = half * first_pound * (1 - carry)`, so `first_pound` is what one pound brings in all, over its whole
carry-over, while a channel is far from saturated. These tickets come on top of what would be sold without
advertising, as long as the house is not full. An analysis of the sample season should find the values below.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.ingest.sample.calendar import MAX_LEAD
from core.ingest.sample.tickets import House

DAYS = MAX_LEAD + 1  # columns of every (shows, days) array: days out 180, 179, ... 0
DAYS_OUT = np.arange(DAYS)[::-1]
PHASES = ("onsale", "steady", "final", "boost")


@dataclass(frozen=True)
class Channel:
    name: str
    first_pound: float  # tickets brought by the first pound
    carry: float  # share of the effect that lasts to the next day
    half: float  # pounds a seat, carried over, at which half of the top is reached
    budget_share: float
    cpm: float  # pounds a thousand impressions
    ctr: float  # clicks an impression; 0: nothing to click
    claims: float  # conversions the platform claims for each ticket order it really brought


CHANNELS = (
    Channel("meta", 0.20, 0.50, 0.060, 0.40, 7.5, 0.012, 1.7),
    Channel("google", 0.13, 0.20, 0.030, 0.22, 14.0, 0.045, 2.6),
    Channel("tiktok", 0.16, 0.60, 0.060, 0.18, 4.5, 0.008, 1.3),
    Channel("radio", 0.10, 0.75, 0.090, 0.12, 5.0, 0.0, 0.0),
    Channel("posters", 0.06, 0.85, 0.090, 0.08, 3.0, 0.0, 0.0),
)
NAMES = tuple(channel.name for channel in CHANNELS)
CARRY = np.array([channel.carry for channel in CHANNELS])
HALF = np.array([channel.half for channel in CHANNELS])
TOP = HALF * np.array([channel.first_pound for channel in CHANNELS]) * (1 - CARRY)
SHARE = np.array([channel.budget_share for channel in CHANNELS])
CLICKS = np.array([channel.ctr for channel in CHANNELS])
HELD_CHANCE = 0.04
OFFLINE_SEATS = 700  # radio and posters are for rooms larger than that


def response(carried: np.ndarray, seats: np.ndarray) -> np.ndarray:
    """Expected extra tickets of one day, (shows, channels), from pounds carried over and sellable seats."""
    a = carried / np.maximum(seats, 1)[:, None]
    return seats[:, None] * TOP * a / (a + HALF)


@dataclass(frozen=True)
class Plan:
    """Planned pounds a day, (shows, days, channels), and what else was decided before the sale began."""

    pounds: np.ndarray
    budget: np.ndarray  # (shows,) pounds
    held: np.ndarray  # (shows, channels) deliberately not bought, to see what happens without
    bought: np.ndarray  # (shows, channels) neither held back nor too large for the room
    watchful: np.ndarray  # (shows,) stops advertising when the house is full
    phase: np.ndarray  # (shows, days) index into PHASES
    rescue_on: np.ndarray  # (shows, weeks, channels) which channels a rescue would use


def plan_spend(rng: np.random.Generator, shows: pd.DataFrame, house: House) -> Plan:
    """Flights at on-sale, in the middle and in the last two weeks; each may be left out, which tells a
    reader of the data what happens without."""
    count, channels, lead = len(shows), len(CHANNELS), shows.lead.to_numpy()
    seats = house.sellable.sum(1)
    budget = house.potential / 100 * rng.uniform(0.025, 0.055, count) * (seats > 0)
    held = (rng.random((count, channels)) < HELD_CHANCE) & (seats > 0)[:, None]
    bought = ~held & ((seats > OFFLINE_SEATS)[:, None] | (CLICKS > 0))
    budgets = budget[:, None] * SHARE * np.exp(rng.normal(-0.1, 0.5, (count, channels))) * bought
    pounds = np.zeros((count, DAYS, channels))
    middle = rng.integers(20, np.maximum(lead - 12, 22)[:, None], (count, channels))
    flights = (
        (lead[:, None] + 0 * middle, rng.integers(4, 10, middle.shape), 0.38, 0.85),
        (middle, rng.integers(5, 12, middle.shape), 0.27, 0.7),
        (rng.integers(9, 16, middle.shape), rng.integers(7, 15, middle.shape), 0.35, 0.85),
    )
    for first, length, weight, chance in flights:
        day = first[:, None, :] - DAYS_OUT[None, :, None]
        on = (day >= 0) & (day < length[:, None, :]) & (rng.random(middle.shape) < chance)[:, None, :]
        pounds += on * (budgets * weight / length)[:, None, :]
    pounds *= np.exp(rng.normal(-0.06, 0.35, pounds.shape)) * (DAYS_OUT[None, :, None] <= lead[:, None, None])
    age = lead[:, None] - DAYS_OUT
    phase = np.where(DAYS_OUT <= 15, 2, np.where(age < 10, 0, 1))
    return Plan(pounds, budget, held, bought, rng.random(count) < 0.7, phase,
                rng.random((count, DAYS // 7 + 1, channels)) < 0.6)  # fmt: skip


def rescue(plan: Plan, shortfall: np.ndarray, days_out: int) -> np.ndarray:
    """Pounds a day put on top of the plan, (shows, channels), when a show lags `shortfall` behind its target."""
    push = np.clip(shortfall - 0.2, 0, 0.6) * 5.2 * plan.budget / 40
    return push[:, None] * SHARE * plan.bought * plan.rescue_on[:, days_out // 7]
