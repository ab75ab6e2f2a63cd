"""The promised figures, on one fold of the development data; `make bench-recommend` prints them all."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from bench.recommend import LASTFM, NEW_YORK, folds, new_york
from core.recommend import ArtistRecommender, Popularity, VenueBooker, compare, ndcg, split_by_time

listens = pytest.mark.skipif(not LASTFM.is_dir(), reason="the Last.fm development data is not beside the project")
shows = pytest.mark.skipif(not NEW_YORK.is_dir(), reason="the New York development data is not beside the project")


@listens
def test_listeners_artists_are_found_twice_as_well_as_by_popularity() -> None:
    fold = next(folds(seed=5))
    lists = [
        model.fit(fold.plays, fold.tags).recommend(fold.profiles, 100)[0]
        for model in (ArtistRecommender(), Popularity())
    ]
    found = compare(*(ndcg(ids, fold.held_out) for ids in lists))
    assert found.model > 0.40
    assert found.relative[1] > 1.0


@shows
def test_a_venues_next_twelve_months_are_found_as_promised() -> None:
    split = split_by_time(*new_york(), cut=dt.date(2015, 10, 31))
    ids, scores = (booker := VenueBooker().fit(split.bookings)).recommend(split.venue_ids, 100)
    assert len(split.venue_ids) == 202
    assert ndcg(ids, split.targets).mean() >= 0.135
    for row, venue in enumerate(split.venue_ids[:20]):
        summed = booker.explain(int(venue), int(ids[row, 0]))["contribution"].sum()
        assert np.isclose(summed, scores[row, 0], atol=1e-5)
