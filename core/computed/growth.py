"""The growth table of a snapshot: an artist's last 30 days against the 30 before, among artists of its size.

A frame in (inputs/metrics.sql: dated audience figures, never Spotify's), a frame out.
"""

from datetime import date

import numpy as np
import pandas as pd

WINDOW = 30  # days
LEAST_DAYS = 10  # with a figure, in each window
LEAST_IN_BAND = 10  # artists, to say what is usual for their size
KEY = ["artist_id", "source", "metric"]


def growth_all(metrics: pd.DataFrame, *, today: date) -> pd.DataFrame | None:
    """One row an artist, source and metric: recent, before (means), growth (a fraction), size_band, band_artists,
    deviations (NaN where declined), declined (the reason). None without figures.

    `metrics`: artist_id, date, source, metric, market_id, value; figures of single markets play no part.
    """
    everywhere = metrics[metrics["market_id"].isna()]
    if everywhere.empty:
        return None
    age = (pd.Timestamp(today) - pd.to_datetime(everywhere["date"])).dt.days
    recent, before = (window(everywhere[age.between(start, start + WINDOW - 1)], name)
                      for start, name in ((0, "recent"), (WINDOW, "before")))
    table = recent.join(before, how="outer").reset_index()
    if table.empty:
        return None
    few = table[["days_recent", "days_before"]].fillna(0).min(axis=1)
    known = (few >= LEAST_DAYS) & (table["before"] > 0)
    table["growth"] = (table["recent"] / table["before"] - 1).where(known)
    table["size_band"] = [band(size) if ok else None for size, ok in zip(table["before"], known, strict=True)]
    placed = among_its_size(table)
    placed["declined"] = [why_not(*row) for row in zip(few, known, placed["band_artists"], strict=True)]
    columns = [*KEY, "recent", "before", "growth", "size_band", "band_artists", "deviations", "declined"]
    return placed[columns].assign(as_of=today)


def window(figures: pd.DataFrame, name: str) -> pd.DataFrame:
    """Mean (as `name`) and number of days (`days_<name>`) of each artist, source and metric."""
    grouped = figures.groupby(KEY)["value"]
    return pd.DataFrame({name: grouped.mean(), f"days_{name}": grouped.count()})


def band(size: float) -> str:
    """The power of ten a mean lies in: 4,200 -> "1,000 to 10,000"."""
    low = 10 ** int(np.floor(np.log10(size))) if size >= 1 else 0
    return f"{low:,} to {low * 10:,}" if low else "under 1"


def among_its_size(table: pd.DataFrame) -> pd.DataFrame:
    """`deviations`: growth less the band's mean, over the band's standard deviation (n - 1)."""
    grouped = table.groupby(["source", "metric", "size_band"])["growth"]
    peers = grouped.transform("count").fillna(0).astype(int)
    spread = grouped.transform("std")
    enough = (peers >= LEAST_IN_BAND) & (spread > 0)
    return table.assign(band_artists=peers,
                        deviations=((table["growth"] - grouped.transform("mean")) / spread).where(enough))


def why_not(days: float, known: bool, peers: int) -> str | None:
    if not known:
        return f"{days:.0f} days with a figure in a window of {WINDOW}, {LEAST_DAYS} needed."
    return None if peers >= LEAST_IN_BAND else f"{peers} artists of its size, {LEAST_IN_BAND} needed."
