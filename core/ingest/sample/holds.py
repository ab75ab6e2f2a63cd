"""holds.csv: dates kept at our rooms, who stands first, and who challenges."""

import numpy as np
import pandas as pd

from core.ingest.sample.calendar import TODAY

COLUMNS = ["venue", "local_date", "hold_level", "artist", "placed_at", "challenged_at", "respond_by", "outcome"]
DAYS_TO_ANSWER = 6  # from the day of the challenge, until 17:00


def place_holds(
    rng: np.random.Generator, shows: pd.DataFrame, artists: pd.DataFrame, venues: pd.DataFrame
) -> pd.DataFrame:
    """Every show that is still a hold stands first in line for its night; open nights carry holds too.

    `outcome` is empty while a hold stands. Challenges of open holds fall due after TODAY.
    """
    kept = shows[shows.status == "hold"]
    wanted = [(int(v), n, int(a), "") for v, n, a in zip(kept.venue, kept.local_date, kept.artist, strict=True)]
    booked = set(zip(shows.venue, shows.local_date, strict=True))
    ours = np.flatnonzero(venues.ours)
    for _ in range(max(3, len(shows) // 8)):
        room, night = int(rng.choice(ours)), pd.Timestamp(TODAY) + pd.Timedelta(days=int(rng.integers(25, 400)))
        answer = str(rng.choice(["", "released", "confirmed"], p=[0.7, 0.18, 0.12]))
        if (room, night) not in booked:
            booked.add((room, night))
            wanted.append((room, night, int(rng.integers(0, len(artists))), answer))
    acts, rooms = artists.artist.to_numpy(), venues.venue.to_numpy()
    queues = [_queue(rng, acts, rooms[room], night, first, answer) for room, night, first, answer in wanted]
    return pd.concat(queues, ignore_index=True)


def _queue(
    rng: np.random.Generator, acts: np.ndarray, room: str, night: pd.Timestamp, first: int, answer: str
) -> pd.DataFrame:
    """The holds on one room and night, 1H first. When the first confirms, those behind are released; when it
    releases, they move up and stay open."""
    depth = int(rng.choice([1, 2, 3], p=[0.5, 0.35, 0.15]))
    queue = [first, *rng.choice(np.delete(np.arange(len(acts)), first), 2, replace=False)][:depth]
    days_ago = int(rng.integers(1, 6)) + 14 * bool(answer)
    called = pd.Timestamp(TODAY) - pd.Timedelta(days=days_ago) + pd.Timedelta(hours=int(rng.integers(9, 17)))
    due = called.normalize() + pd.Timedelta(days=DAYS_TO_ANSWER, hours=17)
    placed = [called - pd.Timedelta(days=int(d), minutes=int(m)) for d, m in rng.integers(5, 90, (depth, 2))]
    challenged = depth > 1 and rng.random() < 0.45
    no_answer = [None] * (depth - 1)
    behind = ["released" if answer == "confirmed" else ""] * (depth - 1)
    rows = zip(
        [room] * depth, [night.as_unit("s")] * depth, range(1, depth + 1), acts[queue], sorted(placed),
        [called if challenged else None, *no_answer], [due if challenged else None, *no_answer], [answer, *behind],
        strict=True,
    )  # fmt: skip
    return pd.DataFrame(rows, columns=COLUMNS)
