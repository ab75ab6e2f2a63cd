"""Made-up seasons for the response bench: shows, sales and spend whose truth is known. Every seed is another world.

Worlds differ in how advertising works (tickets added, or a lift on demand; reached by money a seat or by money; three
saturation curves), in how long effects last, in how strongly weak shows are rescued, and in how demand drifts.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

CHANNELS = ("meta", "google", "tiktok", "radio", "posters")
CURVES = {"hill": lambda u: u / (1 + u), "tanh": lambda u: np.tanh(0.55 * u), "exponential": lambda u: 1 - np.exp(-0.7 * u)}
FIRST_DAY = pd.Timestamp("2024-01-01")


@dataclass(frozen=True)
class World:
    rng: np.random.Generator
    works: str  # "seats": tickets by money a seat; "money": tickets by money alone; "lift": a share on top of demand
    curve: str
    media_share: float  # about how much of all demand advertising brings
    carry: np.ndarray
    gain: np.ndarray  # tickets the first unit of money brings, next to other channels
    half: np.ndarray  # times the usual daily money
    share: np.ndarray  # of the budget
    rescue: float  # money put behind weak shows next to the plan
    target_known: float  # how much of a show's weakness is seen in its sales so far
    busyness: float  # mean log demand over seats
    drift: float  # daily step of log demand, a slowly fading walk
    spread: float  # variance of days beyond chance, relative
    holdout: float

    @classmethod
    def from_seed(cls, seed: int, works: str | None = None) -> "World":
        rng = np.random.default_rng(seed)
        return cls(
            rng, works or str(rng.choice(["seats", "money", "lift"], p=[0.45, 0.35, 0.2])), str(rng.choice(list(CURVES))),
            rng.uniform(0.10, 0.25), rng.permutation([0.2, 0.4, 0.5, 0.65, 0.8]), np.exp(rng.normal(0, 0.45, 5)),
            np.exp(rng.normal(0.6, 0.4, 5)), rng.dirichlet(np.full(5, 8.0)), rng.uniform(0.5, 2.0),
            rng.uniform(0.5, 1.0), rng.uniform(-0.5, -0.2), rng.choice([0.0, 0.03, 0.08]), rng.uniform(0.02, 0.2),
            rng.choice([0.0, 0.05]),
        )  # fmt: skip


@dataclass(frozen=True)
class Season:
    """The frames that `core.response` reads, and for each channel the demand it truly generated and its sold part."""

    world: World
    shows: pd.DataFrame
    sales: pd.DataFrame
    spend: pd.DataFrame
    generated: dict[str, float]
    incremental: dict[str, float]


def simulate(seed: int, n_shows: int = 1200, works: str | None = None) -> Season:
    world = World.from_seed(seed, works)
    rng = world.rng
    seats = np.round(np.exp(rng.normal(6.7, 0.7, n_shows)).clip(150, 6000))
    lead = rng.integers(30, 130, n_shows)
    days = int(lead.max()) + 1
    out = np.arange(days)[::-1]
    live = out <= lead[:, None]
    weekday = (rng.integers(0, 7, n_shows)[:, None] - out) % 7
    curve = _curves(rng, lead, out, live)
    strength = np.exp(world.busyness + rng.normal(0, 0.45, n_shows))
    drift = np.zeros((n_shows, days))
    for day in range(1, days):
        drift[:, day] = 0.95 * drift[:, day - 1] + world.drift * rng.normal(size=n_shows)
    wanted = (strength * seats)[:, None] * curve * np.exp(drift)
    wanted *= np.array([0.9, 0.95, 1, 1.05, 1.3, 1, 0.8])[weekday]
    budget = seats * np.exp(rng.normal(0, 0.4, n_shows))  # about one a seat
    held = rng.random((n_shows, 5)) < world.holdout
    plan = _plan(world, lead, out, budget) * ~held[:, None]
    return _play(world, seats, lead, out, live, wanted, curve, plan, budget, held)


def _curves(rng: np.random.Generator, lead: np.ndarray, out: np.ndarray, live: np.ndarray) -> np.ndarray:
    """A burst, a lull and a last rush, each show in its own proportions: (shows, days), rows sum to one."""
    parts = (np.exp(-(lead[:, None] - out).clip(0) / rng.uniform(2.5, 5)), np.ones(live.shape),
             np.exp(-out / rng.uniform(4, 9)) * np.ones(live.shape))  # fmt: skip
    weights = rng.dirichlet([7, 10, 7], len(lead))
    shaped = [weights[:, [k]] * part * live / (part * live).sum(1, keepdims=True) for k, part in enumerate(parts)]
    return np.sum(shaped, axis=0)


def _plan(world: World, lead: np.ndarray, out: np.ndarray, budget: np.ndarray) -> np.ndarray:
    """Flights at on-sale, at a chosen day and towards the end, and a little always on, (shows, days, 5)."""
    rng, shape = world.rng, (len(lead), 5)
    plan = np.zeros((len(lead), len(out), 5))
    begins = (np.broadcast_to(lead[:, None], shape), rng.integers(10, np.maximum(lead, 12)[:, None], shape),
              rng.integers(8, 18, shape))  # fmt: skip
    for first, weight in zip(begins, (0.35, 0.3, 0.35), strict=True):
        length, on = rng.integers(4, 14, shape), rng.random(shape) < 0.75
        since = first[:, None] - out[:, None]
        plan += (on * weight / length)[:, None] * ((since >= 0) & (since < length[:, None]))
    always = (rng.random(shape) < 0.3) * 0.2 / lead[:, None]
    plan = (plan + always[:, None]) * (out[:, None] <= lead[:, None, None])
    taste = world.share * np.exp(rng.normal(0, 0.5, shape))
    return plan * (budget[:, None] * taste)[:, None] * np.exp(rng.normal(0, 0.3, plan.shape))


def _play(world: World, seats: np.ndarray, lead: np.ndarray, out: np.ndarray, live: np.ndarray, wanted: np.ndarray,
          curve: np.ndarray, plan: np.ndarray, budget: np.ndarray, held: np.ndarray) -> Season:  # fmt: skip
    """Day by day: weak shows get more, effects carry over, the house fills."""
    rng, count = world.rng, len(seats)
    sold, rescue, carried = np.zeros(wanted.shape), np.zeros((count, 5)), np.zeros((count, 5))
    spent, added = np.zeros(plan.shape), np.zeros(plan.shape)
    due, left = np.cumsum(curve, axis=1), seats.copy()
    careful = rng.random(count) < 0.6
    half, gain = _scaled(world, plan, seats, wanted)
    for day, days_out in enumerate(out):
        if days_out % 7 == 0 and days_out < 60:
            pace = sold.sum(1) / np.maximum(0.8 * seats * due[:, day], 1)
            short = np.clip(1 - pace * world.target_known, 0, 0.7) * (lead - days_out > 10)
            rescue = world.rescue * (short * budget / 40)[:, None] * world.share * (rng.random((count, 5)) < 0.6) * ~held
        spent[:, day] = (plan[:, day] + rescue) * live[:, [day]] * np.where(careful & (left <= 0), 0, 1)[:, None]
        carried = carried * world.carry + spent[:, day]
        rate = carried * (1 - world.carry)
        reach = seats[:, None] if world.works != "money" else np.full((count, 1), np.median(seats))
        full = CURVES[world.curve](rate / (half * reach))
        scale = reach if world.works != "lift" else (wanted[:, day] * live[:, day])[:, None]
        added[:, day] = gain * scale * full * live[:, [day]]
        mean = wanted[:, day] * live[:, day] + added[:, day].sum(1)
        luck = rng.gamma(1 / world.spread, world.spread, count)
        sold[:, day] = np.minimum(rng.poisson(mean * luck), left)
        left -= sold[:, day]
    return _told(world, seats, lead, out, sold, spent, wanted, added, held)


def _scaled(world: World, plan: np.ndarray, seats: np.ndarray, wanted: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Half of the top (money a day, a seat or for a middling room) and height of the top, so that advertising brings
    about `media_share` of all demand."""
    rate = plan / (seats if world.works != "money" else np.full(len(seats), np.median(seats)))[:, None, None]
    half = world.half * np.array([np.median(part[part > 0]) for part in np.moveaxis(rate, -1, 0)])
    full = CURVES[world.curve](rate / half)
    reach = seats[:, None, None] if world.works == "seats" else np.median(seats)
    top = world.gain * half
    brought = ((wanted[..., None] if world.works == "lift" else reach) * top * full).sum()
    return half, top * world.media_share / (1 - world.media_share) * wanted.sum() / brought


def _told(world: World, seats: np.ndarray, lead: np.ndarray, out: np.ndarray, sold: np.ndarray, spent: np.ndarray,
          wanted: np.ndarray, added: np.ndarray, held: np.ndarray) -> Season:  # fmt: skip
    """The frames, and the truth: a full house would have sold its unmet demand in place of what advertising brought."""
    names = np.array([f"C{s:04d}" for s in range(len(seats))])
    date = FIRST_DAY + pd.to_timedelta(world.rng.integers(150, 900, len(seats)), "D")
    shows = pd.DataFrame({
        "concert_id": names, "local_date": date, "first_day": date - pd.to_timedelta(lead, "D"), "last_day": date,
        "sellable": seats, "held_out": [list(np.array(CHANNELS)[row]) for row in held]})  # fmt: skip
    s, d = np.nonzero(sold)
    sales = pd.DataFrame({"concert_id": names[s], "date": date[s] - pd.to_timedelta(out[d], "D"),
                          "tickets": sold[s, d], "gross": 30.0 * sold[s, d]})  # fmt: skip
    s, d, c = np.nonzero(np.round(spent, 2))
    spend = pd.DataFrame({"concert_id": names[s], "date": date[s] - pd.to_timedelta(out[d], "D"),
                          "channel": np.array(CHANNELS)[c], "spend": np.round(spent[s, d, c], 2)})  # fmt: skip
    brought = added.sum(1)
    base = (wanted * (out <= lead[:, None])).sum(1)
    without = np.where(sold.sum(1) >= seats, np.minimum(base, seats), sold.sum(1) - brought.sum(1))
    kept = np.clip(sold.sum(1) - without, 0, brought.sum(1)) / np.maximum(brought.sum(1), 1e-9)
    return Season(world, shows, sales, spend, dict(zip(CHANNELS, brought.sum(0), strict=True)),
                  dict(zip(CHANNELS, (brought * kept[:, None]).sum(0), strict=True)))  # fmt: skip
