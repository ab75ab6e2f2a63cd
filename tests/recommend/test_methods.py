"""What each method does beyond the common exam."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse as sp

from core.recommend import ArtistRecommender, Popularity, SimilarArtists, VenueBooker, WrongMatrix, compare, ndcg
from tests.recommend import towns


@pytest.fixture(scope="module", params=["with tags", "without tags"])
def booker(request: pytest.FixtureRequest) -> VenueBooker:
    return VenueBooker().fit(towns.plays(), towns.tags() if request.param == "with tags" else None)


def test_the_reasons_of_a_booking_sum_to_its_score(booker: VenueBooker) -> None:
    ids, scores = booker.recommend(np.arange(12), 40)
    for venue in range(12):
        for place in (0, 1, 20):
            if ids[venue, place] >= 0:
                reasons = booker.explain(venue, int(ids[venue, place]))
                assert reasons["contribution"].sum() == pytest.approx(scores[venue, place], abs=1e-5)


def test_the_reasons_name_this_venues_bookings_and_venues_that_had_the_artist(booker: VenueBooker) -> None:
    plays = towns.plays()
    artist = int(booker.recommend([0], 1)[0][0, 0])
    reasons = booker.explain(0, artist)
    likeness = reasons[reasons["because"] == "booked there too"]
    assert set(likeness["past_artist_id"]) <= set(plays[0].indices)
    assert set(likeness["other_venue_id"]) <= set(plays[:, artist].nonzero()[0])
    assert reasons["contribution"].is_monotonic_decreasing
    strongest = likeness["other_venue_id"].iloc[0]
    assert strongest % towns.N_GENRES == 0


def test_taking_away_the_venue_that_speaks_loudest_lowers_the_artist(booker: VenueBooker) -> None:
    plays, artist = towns.plays(), int(booker.recommend([0], 1)[0][0, 0])
    loudest = booker.explain(0, artist).groupby("other_venue_id")["contribution"].sum().idxmax()
    without = plays.tolil()
    without[loudest, artist] = 0
    lowered = VenueBooker().fit(without.tocsr()).explain(0, artist)["contribution"].sum()
    assert lowered < VenueBooker().fit(plays).explain(0, artist)["contribution"].sum()


def test_an_artist_nobody_booked_is_explained_through_tags() -> None:
    bookings = towns.plays().tolil()
    bookings[:, 14] = 0
    model = VenueBooker().fit(bookings.tocsr(), towns.tags())
    ids, scores = model.recommend([0], 60)
    reasons = model.explain(0, 14)
    assert reasons["contribution"].sum() == pytest.approx(scores[0, ids[0].tolist().index(14)], abs=1e-5)
    assert "tags alike" in set(reasons["because"])


def test_a_venue_without_bookings_gets_the_most_booked_and_says_so() -> None:
    bookings = sp.vstack([towns.plays(), sp.csr_matrix((1, 60))]).tocsr()
    model = VenueBooker().fit(bookings)
    ids, _ = model.recommend([80], 5)
    assert np.array_equal(ids, Popularity().fit(bookings).recommend(sp.csr_matrix((1, 60)), 5)[0])
    assert model.explain(80, int(ids[0, 0]))["because"].tolist() == ["often booked"]


def test_an_empty_profile_gets_the_most_played() -> None:
    nobody = sp.csr_matrix((1, 60))
    ours = ArtistRecommender().fit(towns.plays(), towns.tags()).recommend(nobody, 5)[0]
    assert np.array_equal(ours, Popularity().fit(towns.plays()).recommend(nobody, 5)[0])


@pytest.mark.parametrize("unknown", [(0, 60), (0, -1), (80, 0), (0.5, 1)])
def test_reasons_for_unknown_rows_are_refused(booker: VenueBooker, unknown: tuple[int, int]) -> None:
    with pytest.raises(WrongMatrix, match="must"):
        booker.explain(*unknown)


def test_popularity_counts_listeners_not_plays() -> None:
    plays = sp.csr_matrix([[100, 1, 0], [0, 1, 0], [0, 1, 1]])
    ids, scores = Popularity().fit(plays).recommend(sp.csr_matrix((1, 3)), 3)
    assert ids.tolist() == [[1, 0, 2]]
    assert scores.tolist() == [[3.0, 1.0, 1.0]]


def test_taste_beats_popularity_beyond_chance() -> None:
    train, scored = towns.plays(200), towns.plays(60, seed=7).tolil()
    held_out = [np.array(columns[::4]) for columns in scored.rows]
    for row, columns in enumerate(held_out):
        scored[row, columns] = 0
    profiles = scored.tocsr()
    lists = [model.fit(train, towns.tags()).recommend(profiles, 20)[0] for model in (ArtistRecommender(), Popularity())]
    assert compare(*(ndcg(ids, held_out, 20) for ids in lists)).low > 0.1


def test_a_large_audience_is_learned_from_a_sample_of_it() -> None:
    sampled = ArtistRecommender(max_listeners=40, random_state=3).fit(towns.plays(200), towns.tags())
    assert sampled.near_plays_.shape[0] == 40
    ids, _ = sampled.recommend(towns.plays(200)[:40], 3)
    assert (towns.genre(ids) == (np.arange(40) % 4)[:, None]).mean() > 0.9


def test_similar_is_about_tags_alone_when_nobody_plays_the_artist() -> None:
    plays = towns.plays().tolil()
    plays[:, 3] = 0
    ids, _ = SimilarArtists().fit(plays.tocsr(), towns.tags()).similar([3], 5)
    assert (towns.genre(ids) == 0).all()
