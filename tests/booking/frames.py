"""A made-up house: shows of a known law, and the dates of artists around it."""

import numpy as np
import pandas as pd

FIRST = pd.Timestamp("2024-01-01")


def shows(n: int = 200, seed: int = 0) -> pd.DataFrame:
    """Two rooms of ours; an artist's draw decides what is sold, decided 60 days ahead, one show every two days."""
    rng = np.random.default_rng(seed)
    artist = rng.integers(0, 25, n)
    big = rng.random(n) < 0.5
    room = np.where(big, 800, 300)
    draw = np.exp(5.0 + artist / 25 + rng.normal(0, 0.15, n))
    played_on = FIRST + pd.to_timedelta(2 * np.arange(n), unit="D")
    return pd.DataFrame({
        "concert_id": [f"c{i}" for i in range(n)], "artist_id": [f"a{i}" for i in artist],
        "artist": [f"Act {i}" for i in artist], "venue_id": np.where(big, "big", "small"),
        "venue": np.where(big, "Big Hall", "Small Hall"), "city": "Leeds", "country": "GB", "venue_capacity": room,
        "genre": np.where(artist % 2, "Rock", "Folk"), "local_date": played_on,
        "decided_on": played_on - pd.Timedelta(days=60), "price": 20.0 + rng.integers(0, 10, n), "sellable": room,
        "gross_potential": room * 25.0, "currency": "GBP", "tickets_sold": np.minimum(draw.astype(int), room),
        "cancelled": False, "deal_type": "flat", "guarantee": 1000.0, "has_expenses": True})


def dates(of: pd.DataFrame) -> pd.DataFrame:
    """The shows as dates anybody could know of."""
    columns = ["artist_id", "venue_id", "venue", "city", "country", "venue_capacity", "local_date"]
    return of[columns].assign(event_id=of["concert_id"], latitude=np.nan, longitude=np.nan, is_ours=True)


def metrics() -> pd.DataFrame:
    """Listeners of the first ten artists, dated before all shows and again after them."""
    rows = [{"artist_id": f"a{i}", "date": FIRST + pd.Timedelta(days=day), "value": 100.0 * (i + 1) * times}
            for i in range(10) for day, times in ((-200, 1), (900, 50))]
    return pd.DataFrame(rows)
