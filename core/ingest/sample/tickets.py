"""The ticket types of each show: price levels, allotments, comps, kills, fees and tax."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.ingest.sample.cast import CURRENCY, GENRES

EARLY, FLOOR, BALCONY, VIP = range(4)
VAT = 0.2  # inside the price


@dataclass(frozen=True)
class House:
    """What there is to sell. Arrays are (shows, 4 levels); money in pennies."""

    label: np.ndarray
    face: np.ndarray
    allotment: np.ndarray
    comps: np.ndarray
    kills: np.ndarray
    facility_fee: np.ndarray  # (shows,)
    pre_settlement_fee: np.ndarray  # (shows,)

    @property
    def sellable(self) -> np.ndarray:
        return self.allotment - self.comps - self.kills

    @property
    def potential(self) -> np.ndarray:
        """Gross of a sold-out house, per show, in pennies."""
        return (self.sellable * self.face).sum(1)


def build_house(rng: np.random.Generator, shows: pd.DataFrame, artists: pd.DataFrame, venues: pd.DataFrame) -> House:
    """Small rooms have two levels, middle ones three, large ones four. Shows on hold have nothing yet."""
    capacity = venues.capacity.to_numpy()[shows.venue]
    usable = (capacity * rng.choice([0.8, 0.9, 1.0], len(shows), p=[0.06, 0.14, 0.8])).astype(int)
    usable[(shows.status == "hold").to_numpy()] = 0
    share = np.column_stack([
        rng.uniform(0.08, 0.16, len(shows)), np.zeros(len(shows)),
        np.where(capacity >= 480, rng.uniform(0.2, 0.32, len(shows)), 0),
        np.where(capacity >= 1500, rng.uniform(0.015, 0.03, len(shows)), 0),
    ])  # fmt: skip
    allotment = (usable[:, None] * share).astype(int)
    allotment[:, FLOOR] = usable - allotment.sum(1)
    comps, kills = np.zeros_like(allotment), np.zeros_like(allotment)
    comps[:, FLOOR] = usable * rng.uniform(0.008, 0.025, len(shows))
    kills[:, FLOOR] = usable * rng.choice([0, 0.01, 0.03], len(shows), p=[0.5, 0.3, 0.2])
    kills[:, BALCONY] = allotment[:, BALCONY] * rng.choice([0, 0.05], len(shows), p=[0.6, 0.4])
    fee = np.where(capacity > 900, rng.choice([100, 150, 200], len(shows)), rng.choice([50, 75, 100], len(shows)))
    return House(_labels(rng, capacity), _prices(rng, shows, artists), allotment, comps, kills, fee,
                 rng.choice([0, 0, 25, 50], len(shows)))  # fmt: skip


def _labels(rng: np.random.Generator, capacity: np.ndarray) -> np.ndarray:
    floor = np.where(capacity < 480, "General admission", "Standing")
    best = np.where(rng.random(len(capacity)) < 0.6, "VIP", "Meet & greet")
    same = np.ones(len(capacity), dtype=object)
    return np.column_stack([same * "Early bird", floor.astype(object), same * "Balcony", best.astype(object)])


def _prices(rng: np.random.Generator, shows: pd.DataFrame, artists: pd.DataFrame) -> np.ndarray:
    """Pennies, in steps of 50. A bigger following costs more."""
    fans = artists.fans.to_numpy()[shows.artist]
    level = GENRES["price"].to_numpy()[shows.genre] * np.exp(rng.normal(0, 0.1, len(shows)))
    standard = (18 + 6.5 * np.log(fans / 300)).clip(14, 42) * level
    ratio = np.array([0.82, 1.0, 1.18, 2.2])
    return (np.round(standard[:, None] * ratio * 2) * 50).astype(int)


def ticket_types(shows: pd.DataFrame, house: House) -> pd.DataFrame:
    """ticket_types.csv: one row a show and level that exists."""
    show, level = np.nonzero(house.allotment)
    return pd.DataFrame({
        "concert_id": shows.concert_id.to_numpy()[show], "name": house.label[show, level],
        "face_value": house.face[show, level], "currency": CURRENCY,
        "allotment": house.allotment[show, level], "comps": house.comps[show, level],
        "kills": house.kills[show, level], "facility_fee": house.facility_fee[show],
        "pre_settlement_fee": house.pre_settlement_fee[show], "tax_rate": VAT,
        "tax_included": True,
    })  # fmt: skip
