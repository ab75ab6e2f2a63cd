"""Every figure we promise of the recommenders: `python -m bench.recommend [listeners similar cold venues scale]`.

Reads the development data beside the project (HetRec 2011 Last.fm, New York shows); a part whose data
is missing says so. One thread. With the package `implicit` installed its ALS is measured as well.
"""

from __future__ import annotations

import os

for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[threads] = "1"

import csv
import datetime as dt
import resource
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import scipy.sparse as sp

from core.recommend import (
    ArtistRecommender,
    Popularity,
    SimilarArtists,
    VenueBooker,
    compare,
    ndcg,
    recall,
    split_by_time,
)

try:
    from implicit.als import AlternatingLeastSquares
except ImportError:
    AlternatingLeastSquares = None

DATA = Path(__file__).parents[1].parent / "shared" / "data"
LASTFM, NEW_YORK = DATA / "hetrec_lastfm", DATA / "nyc_shows"
SEEDS = (0, 1)


@dataclass(frozen=True)
class Fold:
    """One fold: what the model learns from, and of each scored listener what it sees and must find."""

    plays: sp.csr_matrix
    tags: sp.csr_matrix
    profiles: sp.csr_matrix
    held_out: list[np.ndarray]


def lastfm() -> tuple[sp.csr_matrix, pd.DataFrame, int]:
    """Plays (listeners, artists); tag assignments (listener, artist, tag) renumbered; number of tags."""
    plays = pd.read_csv(LASTFM / "user_artists.dat", sep="\t").rename(columns=lambda name: name.lstrip("/"))
    tagged = pd.read_csv(LASTFM / "user_taggedartists.dat", sep="\t")[["userID", "artistID", "tagID"]]
    listeners, row = np.unique(plays["userID"], return_inverse=True)
    artists, column = np.unique(plays["artistID"], return_inverse=True)
    matrix = sp.csr_matrix((plays["weight"].astype(float), (row, column)), (len(listeners), len(artists)))
    tagged = tagged[tagged["artistID"].isin(artists) & tagged["userID"].isin(listeners)]
    names, tag = np.unique(tagged["tagID"], return_inverse=True)
    renumbered = pd.DataFrame(
        {
            "listener": np.searchsorted(listeners, tagged["userID"]),
            "artist": np.searchsorted(artists, tagged["artistID"]),
            "tag": tag,
        }
    )
    return matrix, renumbered, len(names)


def folds(seed: int, scored: int = 8) -> Iterator[Fold]:
    """Ten folds of permuted listeners, the first `scored` of them in turn held out."""
    plays, tagged, n_tags = lastfm()
    rng = np.random.default_rng(seed)
    for test in np.array_split(rng.permutation(plays.shape[0]), 10)[:scored]:
        train = np.setdiff1d(np.arange(plays.shape[0]), test)
        heard = np.flatnonzero(plays[train].getnnz(axis=0))
        ours = tagged[~tagged["listener"].isin(test)]
        tags = sp.csr_matrix((np.ones(len(ours)), (ours["artist"], ours["tag"])), (plays.shape[1], n_tags))
        profiles, held_out = _fold_in(plays[test][:, heard].tocsr(), rng)
        yield Fold(plays[train][:, heard].tocsr(), tags[heard].tocsr(), profiles, held_out)


def _fold_in(scored: sp.csr_matrix, rng: np.random.Generator) -> tuple[sp.csr_matrix, list[np.ndarray]]:
    """80 % of each listener's artists as the profile, the other 20 % to be found."""
    held_out = []
    for row in range(scored.shape[0]):
        columns = scored[row].indices
        held_out.append(rng.permutation(columns)[: round(0.2 * len(columns))])
    profiles = scored.tolil()
    for row, columns in enumerate(held_out):
        profiles[row, columns] = 0
    kept = np.flatnonzero([len(columns) > 0 for columns in held_out])
    return profiles.tocsr()[kept], [held_out[row] for row in kept]


def listeners() -> None:
    for seed in SEEDS:
        ours, popular, peer = [], [], []
        fit_s = score_s = n = 0.0
        for fold in folds(seed):
            started = time.process_time()
            model = ArtistRecommender().fit(fold.plays, fold.tags)
            fitted = time.process_time()
            ids, _ = model.recommend(fold.profiles, 100)
            fit_s, score_s, n = fit_s + fitted - started, score_s + time.process_time() - fitted, n + len(ids)
            ours.append(ndcg(ids, fold.held_out))
            popular.append(ndcg(Popularity().fit(fold.plays).recommend(fold.profiles, 100)[0], fold.held_out))
            if AlternatingLeastSquares:
                peer.append(ndcg(_als(fold), fold.held_out))
        print(
            f"listeners, folds {seed}: NDCG@100, fit {fit_s / len(ours):.2f} CPU-s, {n / score_s:,.0f} "
            "scored listeners per CPU-s"
        )
        _versus("popularity", ours, popular)
        if peer:
            _versus("implicit ALS", ours, peer)
        else:
            print("  implicit is not installed: its ALS was not measured")


def _als(fold: Fold) -> np.ndarray:
    """implicit's ALS on log plays; the best of 30 settings on three of these folds."""
    model = AlternatingLeastSquares(
        factors=192, regularization=20.0, alpha=1.5, iterations=15, num_threads=1, random_state=0
    )
    model.fit(fold.plays.log1p().astype(np.float32), show_progress=False)
    seen = fold.profiles.log1p().astype(np.float32)
    return model.recommend(
        np.arange(len(fold.held_out)), seen, N=100, recalculate_user=True, filter_already_liked_items=True
    )[0]


def _versus(name: str, ours: list[np.ndarray], theirs: list[np.ndarray]) -> None:
    found = compare(np.concatenate(ours), np.concatenate(theirs))
    gain, low, high = found.relative
    print(
        f"  ours {found.model:.4f}, {name} {found.baseline:.4f}: {gain:+.1%} "
        f"({low:+.1%} to {high:+.1%}, paired, n {found.n})"
    )


def similar() -> None:
    for seed in SEEDS:
        ours, popular = [], []
        for number, fold in enumerate(folds(seed)):
            rng = np.random.default_rng([seed, number])
            everything = [np.union1d(row.indices, more) for row, more in zip(fold.profiles, fold.held_out, strict=True)]
            seeds = np.array([rng.choice(artists) for artists in everything])
            rest = [np.setdiff1d(artists, one) for artists, one in zip(everything, seeds, strict=True)]
            model = SimilarArtists().fit(fold.plays, fold.tags)
            ours.append(ndcg(model.similar(seeds, 10)[0], rest, 10))
            one_each = sp.csr_matrix((np.ones(len(seeds)), (np.arange(len(seeds)), seeds)), fold.profiles.shape)
            popular.append(ndcg(Popularity().fit(fold.plays).recommend(one_each, 10)[0], rest, 10))
        print(f"similar artists, one seed, folds {seed}: NDCG@10")
        _versus("popularity", ours, popular)


def cold(share: float = 0.1) -> None:
    """A tenth of the tagged artists lose all listeners; who of them does a scored listener play?"""
    for seed in SEEDS:
        among, full = [], []
        for number, fold in enumerate(folds(seed)):
            rng = np.random.default_rng([seed, number])
            tagged = np.flatnonzero(fold.tags.getnnz(axis=1))
            unheard = rng.choice(tagged, int(share * len(tagged)), replace=False)
            heard = sp.diags_array(~np.isin(np.arange(fold.plays.shape[1]), unheard) * 1.0)
            wanted = [
                np.intersect1d(np.union1d(row.indices, more), unheard)
                for row, more in zip(fold.profiles, fold.held_out, strict=True)
            ]
            model = ArtistRecommender().fit(sp.csr_matrix(fold.plays @ heard), fold.tags)
            ids, _ = model.recommend(sp.csr_matrix(fold.profiles @ heard), fold.plays.shape[1])
            full.append(recall(ids[:, :20], wanted))
            only = [row[np.isin(row, unheard)][:20] for row in ids]
            among.append(recall(np.array(only), wanted))
        print(
            f"cold artists, folds {seed}: R@20 among the {len(unheard)} cold "
            f"{np.nanmean(np.concatenate(among)):.3f}, full catalogue {np.nanmean(np.concatenate(full)):.3f}"
        )


def new_york() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(venue, artist, day) of each distinct show."""
    with (NEW_YORK / "songkick_web_data.csv").open(encoding="utf8", newline="") as lines:
        shows = {
            (int(venue), artist, day)
            for artist, row in enumerate(csv.DictReader(lines))
            for venue, day in zip(row["venue"].split("|"), row["date"].split("|"), strict=True)
        }
    venue, artist, day = zip(*sorted(shows), strict=True)
    return np.unique(venue, return_inverse=True)[1], np.array(artist), np.array(day, dtype="datetime64[D]")


def venues() -> None:
    venue, artist, day = new_york()
    for cut in (dt.date(2015, 10, 31), dt.date(2015, 4, 30), dt.date(2014, 10, 31), dt.date(2013, 10, 31)):
        split = split_by_time(venue, artist, day, cut=cut)
        ids, _ = VenueBooker().fit(split.bookings).recommend(split.venue_ids, 100)
        popular, _ = Popularity().fit(split.bookings).recommend(split.bookings[split.venue_ids], 100)
        print(f"venues, New York, 12 months after {cut}: NDCG@100")
        _versus("popularity", [ndcg(ids, split.targets)], [ndcg(popular, split.targets)])


def scale(n_listeners: int = 1_000_000, n_artists: int = 100_000, pairs: int = 28_000_000) -> None:
    """Synthetic listens under a power law: fit, then score 1,000 listeners."""
    rng = np.random.default_rng(0)
    artist = np.minimum((n_artists ** rng.random(pairs)).astype(np.int32) - 1, n_artists - 1)
    listener = rng.integers(0, n_listeners, pairs, dtype=np.int32)
    plays = sp.csr_matrix((rng.geometric(0.1, pairs).astype(np.float32), (listener, artist)), (n_listeners, n_artists))
    del artist, listener
    started = time.process_time()
    model = ArtistRecommender().fit(plays)
    fitted = time.process_time()
    model.recommend(plays[:1000], 100)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(
        f"scale, {plays.shape[0]:,} x {plays.shape[1]:,}, {plays.nnz / 1e6:.1f} M pairs: fit "
        f"{fitted - started:.1f} CPU-s, 1,000 listeners {time.process_time() - fitted:.1f} CPU-s, "
        f"peak {peak:.1f} GB with the data"
    )


PARTS = {
    "listeners": (listeners, LASTFM),
    "similar": (similar, LASTFM),
    "cold": (cold, LASTFM),
    "venues": (venues, NEW_YORK),
    "scale": (scale, None),
}


def main() -> None:
    for name in sys.argv[1:] or PARTS:
        part, data = PARTS[name]
        if data and not data.is_dir():
            print(f"{name}: skipped, {data.name} is not beside the project.")
            continue
        part()


if __name__ == "__main__":
    main()
