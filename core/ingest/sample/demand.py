"""How many tickets each show sells on each day: what people want, what advertising adds, what the house holds."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.ingest.sample.cast import GENRES, MARKETS
from core.ingest.sample.spend import CARRY, CHANNELS, DAYS, DAYS_OUT, Plan, rescue, response
from core.ingest.sample.tickets import BALCONY, EARLY, FLOOR, VIP, House

SALE_WEEKDAY = np.array([0.95, 0.95, 1.0, 1.05, 1.25, 0.95, 0.85])  # Monday first
MORNING_SHARE = 0.09  # of a day's sales that are in by 06:10
BURST_DAYS, SURGE_DAYS = 3.5, 5.0  # how fast the burst fades, how late the surge comes
DRAW = 0.55  # promoters match rooms to acts, so a bigger act sells a bigger share less than in proportion
HOT_CHANCE = 0.07  # that a show is the talk of the town
TARGET = 0.84  # share of the house that the promoter budgets for


@dataclass(frozen=True)
class Sales:
    """What happened. `sold` is (shows, days, levels); `spent` (pounds), `brought` (expected tickets, house
    permitting) are (shows, days, channels); `wanted` (expected without advertising), `rescued` (shows, days)."""

    sold: np.ndarray
    spent: np.ndarray
    brought: np.ndarray
    wanted: np.ndarray
    rescued: np.ndarray


def wish(rng: np.random.Generator, shows: pd.DataFrame, artists: pd.DataFrame, house: House,
         rivals_near: np.ndarray, mail_days: np.ndarray) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    """Expected tickets a day without advertising, and the share of them due by then; both (shows, days).

    `rivals_near`: competing shows of the genre in the market within three days; `mail_days`: (shows, days).
    """
    count, lead = len(shows), shows.lead.to_numpy()
    fans = artists.fans.to_numpy()[shows.artist] * MARKETS["size"].to_numpy()[shows.market] ** 0.5
    liking = rng.normal(0, 0.08, (len(artists), len(MARKETS)))  # of an act in a city
    weekday = _weekday(shows.local_date)
    seats = np.maximum(house.sellable.sum(1), 1)
    buzz = np.where(rng.random(count) < HOT_CHANCE, rng.uniform(0.7, 1.9, count), 0)
    log_share = (
        DRAW * np.log(fans / seats) - 0.48 + buzz + liking[shows.artist, shows.market]
        - 0.05 * np.minimum(rivals_near, 3)
        + np.where((weekday == 4) | (weekday == 5), 0.08, -0.06) + rng.normal(0, 0.2, count)
    ).clip(-1.7, 1.9)  # fmt: skip
    curve = _curves(rng, shows)
    noise = SALE_WEEKDAY[(weekday[:, None] - DAYS_OUT) % 7] * rng.gamma(7, 1 / 7, (count, DAYS))
    shock = rng.integers(5, np.maximum(lead - 5, 6)) * np.where(rng.random(count) < 0.3, 1, -99)
    since = shock[:, None] - DAYS_OUT
    radio_week = np.where((since >= 0) & (since < 5), rng.uniform(1.4, 2.6, count)[:, None], 1)
    daily = curve * noise * radio_week * np.where(mail_days, 1.35, 1)
    return np.exp(log_share)[:, None] * seats[:, None] * daily, np.cumsum(curve, axis=1)


def _curves(rng: np.random.Generator, shows: pd.DataFrame) -> np.ndarray:
    """Share of the demand per day, (shows, days), each row summing to one: the genre's weights, varied."""
    lead = shows.lead.to_numpy()[:, None]
    weights = GENRES[["burst", "lull", "surge"]].to_numpy()[shows.genre]
    weights = weights * np.exp(rng.normal(0, 0.12, weights.shape))
    weights /= weights.sum(1, keepdims=True)
    on_sale = lead >= DAYS_OUT
    parts = (
        np.exp(-(lead - DAYS_OUT).clip(0) / BURST_DAYS),
        np.ones_like(on_sale),
        np.exp(-DAYS_OUT / SURGE_DAYS),
    )
    curve = np.zeros(on_sale.shape)
    for weight, part in zip(weights.T, parts, strict=True):
        part = part * on_sale
        curve += weight[:, None] * part / part.sum(1, keepdims=True)
    return curve


def _weekday(days: pd.Series) -> np.ndarray:
    return days.dt.day_of_week.to_numpy()


def sell(rng: np.random.Generator, shows: pd.DataFrame, house: House, plan: Plan, wanted: np.ndarray,
         due: np.ndarray, open_share: np.ndarray) -> Sales:  # fmt: skip
    """Sells day by day, all shows at once, from the longest lead to the night itself.

    `open_share` (shows, days) is the part of the day that the box office was open: 0 before the on-sale and
    after TODAY, little on TODAY. A show that lags at a weekly look is pushed (rescue), so spend follows weakness.
    """
    count, channels = len(shows), len(CHANNELS)
    left, seats, lead = house.sellable.copy(), house.sellable.sum(1), shows.lead.to_numpy()
    taste = _taste(rng, count)
    sold = np.zeros((count, DAYS, 4), dtype=int)
    spent, brought = np.zeros((2, count, DAYS, channels))
    rescued, (carried, extra) = np.zeros((count, DAYS), dtype=bool), np.zeros((2, count, channels))
    for day, days_out in enumerate(DAYS_OUT):
        is_open = open_share[:, day]
        if days_out % 7 == 3:
            watched = (days_out <= 46) & (lead - days_out >= 14)
            pace = sold.sum((1, 2)) / np.maximum(TARGET * seats * due[:, day], 1)
            extra = rescue(plan, np.where(watched, 1 - pace, 0), days_out) * np.exp(rng.normal(0, 0.2, (count, 1)))
        spent[:, day] = (plan.pounds[:, day] + extra * (is_open > 0)[:, None]) * (is_open > 0.5)[:, None]
        spent[:, day] *= np.where((left.sum(1) == 0) & plan.watchful, 0, 1)[:, None]
        rescued[:, day] = (extra.sum(1) > plan.pounds[:, day].sum(1)) & (is_open > 0)
        carried = carried * CARRY + spent[:, day]
        brought[:, day] = response(carried, seats) * is_open[:, None]
        people = rng.poisson(wanted[:, day] * is_open + brought[:, day].sum(1))
        sold[:, day] = _seat(rng, people, left, taste)
        left -= sold[:, day]
    return Sales(sold, spent, brought, wanted * open_share, rescued)


def _taste(rng: np.random.Generator, count: int) -> np.ndarray:
    """How people choose between the levels while all are open, (shows, 4)."""
    taste = np.zeros((count, 4))
    taste[:, EARLY], taste[:, FLOOR], taste[:, BALCONY], taste[:, VIP] = 1.6, 1.0, 0.34, 0.03
    return taste * np.exp(rng.normal(0, 0.2, (count, 4)))


def _seat(rng: np.random.Generator, people: np.ndarray, left: np.ndarray, taste: np.ndarray) -> np.ndarray:
    """Tickets sold by level today, (shows, 4): by taste first, then whatever level still has room."""
    weight = taste * (left > 0)
    total = weight.sum(1, keepdims=True)
    chosen = rng.multinomial(people, np.where(total > 0, weight / np.maximum(total, 1e-9), [0, 1, 0, 0]))
    sold = np.minimum(chosen, left)
    turned_away = people - sold.sum(1)
    for level in (FLOOR, BALCONY, EARLY, VIP):
        moved = np.minimum(turned_away, left[:, level] - sold[:, level])
        sold[:, level] += moved
        turned_away -= moved
    return sold
