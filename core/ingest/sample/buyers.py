"""The people who buy: home city, taste, how often they go out, when they came and when they stopped."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.ingest.sample import names
from core.ingest.sample.cast import COUNTRY, GENRES, MARKETS

QUARTER_DAYS = 91
LOYALTY = 7.0  # how much likelier one goes to the favourite genre


@dataclass(frozen=True)
class Crowd:
    """Possible buyers of all markets; one entry a person. Quarters count from the first sale."""

    market: np.ndarray
    genre: np.ndarray
    activity: np.ndarray
    first_quarter: np.ndarray
    last_quarter: np.ndarray


def build_crowd(rng: np.random.Generator, orders_by_market: np.ndarray, quarters: int) -> Crowd:
    """Four possible buyers to ten orders; a few go out very often, and every quarter one in nine stops for good."""
    people = np.repeat(np.arange(len(MARKETS)), (orders_by_market * 0.55).astype(int) + 30)
    came = np.where(rng.random(len(people)) < 0.45, 0, rng.integers(0, quarters, len(people)))
    return Crowd(people, rng.integers(0, len(GENRES), len(people)), np.exp(rng.normal(0, 1.25, len(people))),
                 came, came + rng.geometric(0.11, len(people)))  # fmt: skip


def choose_buyers(rng: np.random.Generator, crowd: Crowd, market: np.ndarray, genre: np.ndarray,
                  quarter: np.ndarray) -> np.ndarray:  # fmt: skip
    """For each order the person (row of the crowd) who places it: someone of the city who is still active."""
    group = (market * len(GENRES) + genre) * 64 + quarter
    order = np.argsort(group, kind="stable")
    ends = np.flatnonzero(np.diff(group[order], append=-1)) + 1
    members = [np.flatnonzero(crowd.market == m) for m in range(len(MARKETS))]
    buyer = np.empty(len(group), dtype=int)
    for start, end in zip([0, *ends], ends, strict=False):
        rows, people = order[start:end], members[market[order[start]]]
        now, liked = quarter[rows[0]], crowd.genre[people] == genre[rows[0]]
        active = (crowd.first_quarter[people] <= now) & (now < crowd.last_quarter[people])
        chance = np.cumsum(crowd.activity[people] * np.where(liked, LOYALTY, 1) * np.where(active, 1, 1e-9))
        buyer[rows] = people[np.searchsorted(chance, rng.random(len(rows)) * chance[-1])]
    return buyer


def buyer_list(rng: np.random.Generator, crowd: Crowd, known: np.ndarray) -> pd.DataFrame:
    """buyers.csv for the persons in `known`, in that order; addresses at domains kept free for examples."""
    count = len(known)
    first, last = rng.integers(0, len(names.FIRST_NAMES), count), rng.integers(0, len(names.SURNAMES), count)
    first_names, surnames = names.slugs(list(names.FIRST_NAMES)), names.slugs(list(names.SURNAMES))
    domain, shout = rng.choice(["example.com", "example.org", "example.net"], count), rng.random(count) < 0.02
    emails = [f"{first_names[f]}.{surnames[s]}{i}@{d}" for i, (f, s, d) in
              enumerate(zip(first, last, domain, strict=True), start=1)]  # fmt: skip
    emails = [email.title() if loud else email for email, loud in zip(emails, shout, strict=True)]
    moved = rng.random(count) < 0.06
    home = np.where(moved, rng.integers(0, len(MARKETS), count), crowd.market[known])
    return pd.DataFrame({
        "buyer_id": [f"B{i:06d}" for i in range(1, count + 1)],
        "email": np.where(rng.random(count) < 0.03, "", emails),
        "consent": rng.random(count) < 0.62,
        "city": MARKETS["city"].to_numpy()[home],
        "country": COUNTRY,
    })  # fmt: skip
