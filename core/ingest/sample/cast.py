"""Who plays where: twelve real cities with invented rooms, and invented acts with their genre and following."""

import numpy as np
import pandas as pd

from core.ingest.sample import names

# City, region, letters of its codes, size of the market (1 is Leeds).
MARKETS = pd.DataFrame(
    [
        ("London", "England", "LON", 2.4), ("Manchester", "England", "MAN", 1.6),
        ("Birmingham", "England", "BIR", 1.2), ("Leeds", "England", "LEE", 1.0),
        ("Glasgow", "Scotland", "GLA", 1.4), ("Edinburgh", "Scotland", "EDI", 0.9),
        ("Bristol", "England", "BRI", 1.1), ("Liverpool", "England", "LIV", 0.9),
        ("Newcastle upon Tyne", "England", "NEW", 0.8), ("Nottingham", "England", "NOT", 0.8),
        ("Cardiff", "Wales", "CAR", 0.7), ("Belfast", "Northern Ireland", "BEL", 0.7),
    ],
    columns=["city", "region", "code", "size"],
)  # fmt: skip
COUNTRY, CURRENCY = "GB", "GBP"
# Share of a show's demand that comes as on-sale burst, steady middle and last-week surge; price level.
GENRES = pd.DataFrame(
    [
        ("Indie Rock", 0.36, 0.38, 0.26, 1.00), ("Pop", 0.46, 0.34, 0.20, 1.10),
        ("Hip-Hop", 0.30, 0.28, 0.42, 1.05), ("Electronic", 0.22, 0.30, 0.48, 0.95),
        ("Folk", 0.24, 0.51, 0.25, 0.85), ("Jazz", 0.20, 0.46, 0.34, 0.95), ("Metal", 0.42, 0.40, 0.18, 0.95),
    ],
    columns=["genre", "burst", "lull", "surge", "price"],
)  # fmt: skip
SCENES = 2  # taste clusters within a genre

OUR_ROOMS = ((200, 450), (480, 950), (1000, 1900), (2200, 5000))  # capacities, one room of each in a city
RIVAL_ROOMS = ((150, 700), (800, 2400), (2600, 12000))
ARENAS = {"London": 7500, "Manchester": 6200}  # the large room of these cities


def build_venues(rng: np.random.Generator) -> pd.DataFrame:
    """Rooms: venue_id (empty: never ours), venue, market (row of MARKETS), capacity, ours."""
    rows = []
    words = iter(names.ROOM_WORDS[i] for i in rng.permutation(len(names.ROOM_WORDS)))
    for market, (city, code) in enumerate(zip(MARKETS["city"], MARKETS["code"], strict=True)):
        for number, (low, high) in enumerate(OUR_ROOMS + RIVAL_ROOMS, start=1):
            ours = number <= len(OUR_ROOMS)
            capacity = int(np.exp(rng.uniform(np.log(low), np.log(high))) / 10) * 10
            if number == len(OUR_ROOMS):
                capacity = ARENAS.get(city, capacity)
            venue_id = f"{code}-{number}" if ours else ""
            rows.append((venue_id, names.room_name(next(words), capacity), market, capacity, ours))
    return pd.DataFrame(rows, columns=["venue_id", "venue", "market", "capacity", "ours"])


def build_artists(rng: np.random.Generator, ours: int, rivals: int) -> pd.DataFrame:
    """Acts: artist_id (empty: only rivals book them), artist, slug, genre (row of GENRES), scene, fans, ours.

    `fans` is how many tickets the act sells in a market of size 1 on an average night.
    """
    count = ours + rivals
    act_names = names.act_names(rng, count)
    genre = rng.choice(len(GENRES), count, p=[0.22, 0.19, 0.13, 0.14, 0.12, 0.08, 0.12])
    mine = np.arange(count) < ours
    return pd.DataFrame({
        "artist_id": [f"A{i:04d}" if is_ours else "" for i, is_ours in enumerate(mine, start=1)],
        "artist": act_names,
        "slug": names.slugs(act_names),
        "genre": genre,
        "scene": genre * SCENES + rng.integers(0, SCENES, count),
        "fans": np.exp(rng.normal(7.0, 0.75, count)).clip(130, 6500),
        "ours": mine,
    })  # fmt: skip
