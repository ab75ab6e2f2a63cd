"""Where an artist is heard more than elsewhere: its share of each market against its share of all, shrunken.

A frame in (inputs/metrics.sql), a frame out. Index = (value + a) / (expected + a): with a gamma prior of mean 1
and strength a, the posterior mean of a Poisson rate (DuMouchel, The American Statistician 53(3), 1999); the range is
the posterior's middle 80 %. The strength is found by moments over all artists and markets.
"""

from datetime import date

import pandas as pd

RECENT = 30  # days a figure stays good for
LEVEL = 0.8
WEAKEST, STRONGEST = 1.0, 1_000.0
KEY = ["source", "metric"]


def over_index_all(metrics: pd.DataFrame, *, today: date) -> pd.DataFrame | None:
    """One row an artist, market and metric: value (the newest), expected, index, lo, hi. None without such figures."""
    age = (pd.Timestamp(today) - pd.to_datetime(metrics["date"])).dt.days
    fresh = metrics[metrics["market_id"].notna() & age.between(0, RECENT - 1) & (metrics["value"] >= 0)]
    if fresh.empty:
        return None
    from scipy.special import gammaincinv  # a third of a second to load, and few stores have figures of single markets

    newest = fresh.sort_values("date").groupby([*KEY, "artist_id", "market_id"], as_index=False).last()
    total = newest.groupby(KEY)["value"].transform("sum")
    of_artist = newest.groupby([*KEY, "artist_id"])["value"].transform("sum")
    of_market = newest.groupby([*KEY, "market_id"])["value"].transform("sum")
    newest["expected"] = of_artist * of_market / total.where(total > 0)
    known = newest[newest["expected"] > 0].copy()
    strength = prior_strength(known["value"], known["expected"])
    shape, rate = known["value"] + strength, known["expected"] + strength
    known["index"] = shape / rate
    tail = (1 - LEVEL) / 2
    known["lo"], known["hi"] = gammaincinv(shape, tail) / rate, gammaincinv(shape, 1 - tail) / rate
    columns = ["artist_id", "market_id", "source", "metric", "value", "expected", "index", "lo", "hi"]
    return known[columns].assign(as_of=today)


def prior_strength(value: pd.Series, expected: pd.Series) -> float:
    """1 / variance of the true indices: what is left of the spread of value / expected beyond Poisson noise."""
    spread = ((value - expected) ** 2 - expected).sum() / (expected**2).sum()
    return float(min(max(1 / spread, WEAKEST), STRONGEST)) if spread > 0 else STRONGEST
