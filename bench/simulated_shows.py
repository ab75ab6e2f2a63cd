"""Made-up seasons for the forecast bench: every seed is another world, so nothing can be fitted to one."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

GENRES = ("rock", "pop", "jazz", "hip-hop", "electronic", "folk", "classical", "metal")
SALE_WEEKDAY = np.array([0.95, 0.95, 1.0, 1.05, 1.25, 0.95, 0.85])  # Monday first; Friday is on-sale day


@dataclass(frozen=True)
class World:
    """What differs from one seed to the next; shares are of a show's whole demand."""

    rng: np.random.Generator
    n_genres: int
    n_markets: int
    n_venues: int
    n_artists: int
    draw_sd: float  # log demand, between artists
    luck_sd: float  # log demand, between shows of one artist
    shape_sd: float  # log weight of burst, lull and surge, between shows of one genre
    busyness: float  # mean log demand over capacity
    drift_sd: float  # daily step of the log selling rate, a slowly fading walk
    surge_days: float  # how early the last rush begins
    surge_by_draw: float  # artists who fill houses sell earlier (negative) or later
    shortest_lead: int
    shock_chance: float
    refund_chance: float

    @classmethod
    def from_seed(cls, seed: int) -> "World":
        rng = np.random.default_rng(seed)
        return cls(
            rng=rng,
            n_genres=int(rng.integers(5, 9)),
            n_markets=int(rng.integers(6, 15)),
            n_venues=int(rng.integers(20, 70)),
            n_artists=int(rng.integers(120, 500)),
            draw_sd=rng.uniform(0.2, 0.45),
            luck_sd=rng.uniform(0.15, 0.3),
            shape_sd=rng.uniform(0.05, 0.35),
            busyness=rng.uniform(-0.45, -0.15),
            drift_sd=rng.uniform(0.0, 0.15),
            surge_days=rng.uniform(4, 10),
            surge_by_draw=rng.uniform(-0.4, 0.4),
            shortest_lead=int(rng.choice([30, 45, 65])),
            shock_chance=rng.uniform(0.2, 0.8),
            refund_chance=rng.uniform(0.0, 0.04),
        )


def simulate(seed: int, n_shows: int = 1200) -> tuple[pd.DataFrame, pd.DataFrame]:
    """One season: (shows, daily sales) with the columns that `core.forecast` reads."""
    world = World.from_seed(seed)
    shows, demand, weights = _book(world, n_shows)
    rows = [_sell(world, show, d, w) for show, d, w in zip(shows.itertuples(), demand, weights, strict=True)]
    return shows, pd.concat(rows, ignore_index=True)


def _book(world: World, n: int) -> tuple[pd.DataFrame, np.ndarray, np.ndarray]:
    """Shows with their attributes, total demand and the three curve weights of each."""
    rng = world.rng
    capacity = np.exp(rng.normal(6.9, 0.9, world.n_venues)).clip(120, 12_000).round(-1)
    venue_market = rng.integers(0, world.n_markets, world.n_venues)
    artist_genre = rng.integers(0, world.n_genres, world.n_artists)
    draw = rng.normal(0, world.draw_sd, world.n_artists)
    artist = rng.choice(world.n_artists, n, p=rng.dirichlet(np.full(world.n_artists, 1.5)))
    venue, genre = rng.integers(0, world.n_venues, n), artist_genre[artist]
    day = np.sort(rng.integers(0, 1095, n))
    local_date = pd.Timestamp("2023-01-02") + pd.to_timedelta(day, unit="D")
    weekday = local_date.day_of_week.to_numpy()
    lead = rng.integers(world.shortest_lead, 181, n)
    price = np.exp(rng.normal(3.4, 0.35, n) + 0.4 * draw[artist]).round(2)
    sellable = (capacity[venue] * rng.uniform(0.85, 1.0, n)).round()
    log_share = (
        world.busyness + draw[artist]
        + rng.normal(0, 0.15, world.n_genres)[genre] + rng.normal(0, 0.15, world.n_markets)[venue_market[venue]]
        + np.where(weekday >= 4, 0.1, -0.05) - 0.3 * (np.log(price) - 3.4)
        - 0.1 * (np.log(sellable) - 6.9) + 0.1 * np.sin(2 * np.pi * day / 365 + 1)
        + rng.normal(0, world.luck_sd, n)
    )  # fmt: skip
    mean_weights = rng.dirichlet([6.0, 5.0, 6.0], world.n_genres)
    weights = mean_weights[genre] * np.exp(rng.normal(0, world.shape_sd, (n, 3)))
    weights[:, 2] *= np.exp(world.surge_by_draw * draw[artist])
    shows = pd.DataFrame({
        "concert_id": [f"c{i:05d}" for i in range(n)],
        "local_date": local_date,
        "onsale_date": local_date - pd.to_timedelta(lead, unit="D"),
        "genre": [GENRES[g] for g in genre],
        "market": [f"market {m}" for m in venue_market[venue]],
        "venue": [f"venue {v}" for v in venue],
        "artist": [f"artist {a}" for a in artist],
        "sellable": sellable,
        "avg_price": price,
        "cancelled": rng.random(n) < 0.04,
    })  # fmt: skip
    return shows, np.exp(log_share) * sellable, weights / weights.sum(1, keepdims=True)


def _sell(world: World, show, demand: float, weights: np.ndarray) -> pd.DataFrame:
    """Daily sales of one show until the house is full; days that sell nothing have no row."""
    rng = world.rng
    days = pd.date_range(show.onsale_date, show.local_date)
    age, days_out = np.arange(len(days)), np.arange(len(days))[::-1]
    parts = (np.exp(-age / 5), np.ones(len(days)), np.exp(-days_out / world.surge_days))
    rate = sum(w * part / part.sum() for w, part in zip(weights, parts, strict=True))
    drift = rng.normal(0, world.drift_sd, len(days))
    for day in range(1, len(days)):
        drift[day] += 0.95 * drift[day - 1]
    rate = rate * np.exp(drift) * SALE_WEEKDAY[days.day_of_week] * rng.gamma(6, 1 / 6, len(days))
    rate /= rate.sum()
    if rng.random() < world.shock_chance:  # a radio week, a television night: extra demand for some days
        start = rng.integers(0, len(days))
        rate[start : start + 6] *= rng.uniform(1.2, 2.5)
    wanted = rng.poisson(demand * rate)
    wanted -= (rng.random(len(days)) < world.refund_chance) * np.minimum(2, np.cumsum(wanted))
    sold = np.diff(np.minimum(np.cumsum(wanted), show.sellable), prepend=0).astype(int)
    frame = pd.DataFrame({"concert_id": show.concert_id, "date": days, "tickets": sold})
    return frame[frame.tickets != 0]
