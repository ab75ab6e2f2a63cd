"""listens.csv and artist_tags.csv: listeners whose taste clusters by genre and scene, and tags that agree with it."""

import numpy as np
import pandas as pd

from core.ingest.sample.cast import GENRES, SCENES

SCENE_TAGS = (
    ("jangle pop", "post-punk"), ("synth-pop", "bedroom pop"), ("boom bap", "grime"), ("house", "ambient"),
    ("singer-songwriter", "celtic"), ("nu jazz", "big band"), ("doom", "thrash"),
)  # fmt: skip
MOODS = (
    "live",
    "british",
    "female vocalists",
    "melancholy",
    "energetic",
    "instrumental",
    "seen live",
    "favourites",
)


def listens(rng: np.random.Generator, artists: pd.DataFrame, listeners: int) -> pd.DataFrame:
    """Each listener has one or two scenes at heart, hears the rest of their genre now and then, and little else."""
    scenes = len(GENRES) * SCENES
    love = np.full((listeners, scenes), 0.04)
    rows = np.arange(listeners)
    first = rng.choice(artists.scene.to_numpy(), listeners)
    love[rows, first] += 1.0
    love[rows, first // SCENES * SCENES + (first + 1) % SCENES] += 0.3
    love[rows, rng.integers(0, scenes, listeners)] += 0.5 * (rng.random(listeners) < 0.5)
    fame = (artists.fans.to_numpy() / artists.fans.median()) ** 0.5
    weight = love[:, artists.scene] * fame * rng.gamma(0.6, 1 / 0.6, (listeners, len(artists)))
    heard = rng.integers(8, 46, listeners)
    rank = np.argsort(np.argsort(-weight, axis=1), axis=1)
    listener, artist = np.nonzero(rank < heard[:, None])
    plays = np.ceil(np.exp(rng.normal(2.6, 0.8, len(artist))) * weight[listener, artist] ** 0.6).astype(int)
    return pd.DataFrame({
        "listener_id": np.char.add("L", np.char.zfill((listener + 1).astype(str), 5)).astype(object),
        "artist": artists.artist.to_numpy()[artist], "plays": plays,
    })  # fmt: skip


def artist_tags(rng: np.random.Generator, artists: pd.DataFrame) -> pd.DataFrame:
    """Genre at 100, scene below, two or three moods; one act in ten also carries a tag of another genre."""
    rows: list[tuple[str, str, int]] = []
    genres = [genre.lower() for genre in GENRES["genre"]]
    for act, genre, scene in zip(artists.artist, artists.genre, artists.scene, strict=True):
        rows.append((act, genres[genre], 100))
        rows.append((act, SCENE_TAGS[genre][scene % SCENES], int(rng.integers(45, 96))))
        for mood in rng.choice(len(MOODS), int(rng.integers(2, 4)), replace=False):
            rows.append((act, MOODS[mood], int(rng.integers(5, 45))))
        if rng.random() < 0.1:
            other = (genre + int(rng.integers(1, len(GENRES)))) % len(GENRES)
            rows.append((act, genres[other], int(rng.integers(5, 30))))
    return pd.DataFrame(rows, columns=["artist", "tag", "weight"])
