"""One exam for every recommender: what each must do, whatever its method."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import scipy.sparse as sp
from sklearn.base import BaseEstimator, clone
from sklearn.exceptions import NotFittedError

from core.errors import MarqueeError
from core.recommend import ArtistRecommender, Popularity, SimilarArtists, VenueBooker, load, save
from tests.recommend import towns


@dataclass(frozen=True)
class Sitting:
    """How one model is asked about rows of its training matrix."""

    model: Callable[[], BaseEstimator]
    ask: Callable[[Any, sp.csr_matrix, Any, int], tuple[np.ndarray, np.ndarray]]
    seen: Callable[[sp.csr_matrix, int], set[int]]
    uses_tags: bool = True


def _by_profile(model: Any, plays: sp.csr_matrix, rows: Any, k: int) -> tuple[np.ndarray, np.ndarray]:
    return model.recommend(plays[rows], k)


def _columns(plays: sp.csr_matrix, row: int) -> set[int]:
    return set(plays[row].indices.tolist())


SITTINGS = {
    "artists": Sitting(ArtistRecommender, _by_profile, _columns),
    "popularity": Sitting(Popularity, _by_profile, _columns, uses_tags=False),
    "venues": Sitting(VenueBooker, lambda model, plays, rows, k: model.recommend(rows, k), _columns),
    "similar": Sitting(SimilarArtists, lambda model, plays, rows, k: model.similar(rows, k), lambda _, row: {row}),
}
pytestmark = pytest.mark.parametrize("sitting", SITTINGS.values(), ids=SITTINGS.keys())


@pytest.fixture(params=["with tags", "without tags"])
def tags(request: pytest.FixtureRequest) -> sp.csr_matrix | None:
    return towns.tags() if request.param == "with tags" else None


def test_fit_returns_the_model_and_lists_have_the_asked_shape(sitting: Sitting, tags: Any) -> None:
    model = sitting.model()
    assert model.fit(towns.plays(), tags) is model
    ids, scores = sitting.ask(model, towns.plays(), [0, 1, 2], 7)
    assert ids.shape == scores.shape == (3, 7)
    assert ids.dtype.kind == "i"


def test_lists_are_best_first_and_hold_no_artist_twice(sitting: Sitting, tags: Any) -> None:
    ids, scores = sitting.ask(sitting.model().fit(towns.plays(), tags), towns.plays(), list(range(20)), 10)
    assert np.isfinite(scores).all()
    assert (np.diff(scores, axis=1) <= 0).all()
    assert all(len(set(row)) == 10 for row in ids.tolist())


def test_what_a_row_has_already_is_never_recommended(sitting: Sitting, tags: Any) -> None:
    plays = towns.plays()
    ids, _ = sitting.ask(sitting.model().fit(plays, tags), plays, list(range(20)), 60)
    for row, listed in enumerate(ids.tolist()):
        assert not sitting.seen(plays, row) & set(listed)


def test_more_than_the_catalogue_is_padded_with_minus_one(sitting: Sitting, tags: Any) -> None:
    plays = towns.plays()
    ids, scores = sitting.ask(sitting.model().fit(plays, tags), plays, [0], 100)
    left = plays.shape[1] - len(sitting.seen(plays, 0))
    assert ids.shape == (1, 100)
    assert (ids[0, :left] >= 0).all()
    assert (ids[0, left:] == -1).all()
    assert np.isneginf(scores[0, left:]).all()


def test_a_long_list_begins_with_the_short_one(sitting: Sitting, tags: Any) -> None:
    model = sitting.model().fit(towns.plays(), tags)
    short, _ = sitting.ask(model, towns.plays(), [0, 5], 4)
    long, _ = sitting.ask(model, towns.plays(), [0, 5], 30)
    assert np.array_equal(short, long[:, :4])


def test_the_same_input_gives_the_same_lists(sitting: Sitting, tags: Any) -> None:
    answers = [sitting.ask(sitting.model().fit(towns.plays(), tags), towns.plays(), [0, 1, 2], 20) for _ in range(2)]
    assert np.array_equal(answers[0][0], answers[1][0])
    assert np.array_equal(answers[0][1], answers[1][1])


def test_a_row_gets_the_same_list_alone_and_in_company(sitting: Sitting) -> None:
    model = sitting.model().fit(towns.plays(), towns.tags())
    alone, _ = sitting.ask(model, towns.plays(), [3], 10)
    together, _ = sitting.ask(model, towns.plays(), [1, 2, 3], 10)
    assert np.array_equal(alone[0], together[2])


@pytest.mark.parametrize("kind", [np.int64, np.float32, np.float64, bool])
def test_any_number_type_will_do_and_the_input_is_left_alone(sitting: Sitting, kind: type) -> None:
    plays = towns.plays().astype(kind)
    before = plays.copy()
    ids, _ = sitting.ask(sitting.model().fit(plays, towns.tags().astype(kind)), plays, [0, 1], 5)
    assert (ids >= 0).all()
    assert plays.dtype == before.dtype
    assert (plays != before).nnz == 0


def test_a_dense_matrix_and_another_sparse_format_give_the_same(sitting: Sitting) -> None:
    plays = towns.plays()
    expected, _ = sitting.ask(sitting.model().fit(plays), plays, [0, 1], 8)
    for other in (plays.toarray(), plays.tocoo(), plays.tocsc(), sp.csr_array(plays)):
        assert np.array_equal(sitting.ask(sitting.model().fit(other), plays, [0, 1], 8)[0], expected)


def test_stored_zeros_count_as_nothing(sitting: Sitting) -> None:
    plays = towns.plays()
    padded = plays.copy()
    padded.data[padded.indices == 7] = 0
    clean = padded.copy()
    clean.eliminate_zeros()
    lists = [sitting.ask(sitting.model().fit(given), given, [0, 1], 8)[0] for given in (padded, clean)]
    assert np.array_equal(*lists)


def test_one_row_or_one_artist_is_enough(sitting: Sitting, tags: Any) -> None:
    one = towns.plays()[:1]
    ids, _ = sitting.ask(sitting.model().fit(one, tags), one, [0], 5)
    assert ids.shape == (1, 5)
    single = sp.csr_matrix(np.ones((4, 1)))
    ids, _ = sitting.ask(sitting.model().fit(single), single, [0], 3)
    assert (ids == -1).all()


def test_plays_of_zeros_only_still_give_a_list(sitting: Sitting, tags: Any) -> None:
    nothing = sp.csr_matrix((5, 60))
    ids, scores = sitting.ask(sitting.model().fit(nothing, tags), nothing, [0, 1], 5)
    assert (ids >= 0).all()
    assert np.isfinite(scores).all()


def test_asking_for_no_rows_gives_an_empty_list(sitting: Sitting) -> None:
    ids, scores = sitting.ask(sitting.model().fit(towns.plays()), towns.plays(), np.array([], dtype=int), 5)
    assert ids.shape == scores.shape == (0, 5)


def test_each_row_is_sent_to_its_own_genre(sitting: Sitting, tags: Any) -> None:
    if sitting.model is Popularity:
        pytest.skip("popularity knows no taste")
    rows = np.arange(40)
    ids, _ = sitting.ask(sitting.model().fit(towns.plays(), tags), towns.plays(), rows, 3)
    wanted = towns.genre(rows) if sitting.model is SimilarArtists else rows % towns.N_GENRES
    assert (towns.genre(ids) == wanted[:, None]).mean() > 0.9


def test_an_artist_without_listeners_is_reached_through_its_tags(sitting: Sitting) -> None:
    if not sitting.uses_tags:
        pytest.skip("popularity uses no tags")
    plays = towns.plays().tolil()
    plays[:, [14, 29, 44, 59]] = 0
    rows = [0, 4, 8] if sitting.model is not SimilarArtists else [0, 1, 2]
    ids, _ = sitting.ask(sitting.model().fit(plays.tocsr(), towns.tags()), plays.tocsr(), rows, 60)
    places = [[row.index(artist) for artist in (14, 29, 44, 59)] for row in ids.tolist()]
    assert all(own < min(others) and own < 20 for own, *others in places)


@pytest.mark.parametrize(
    ("plays", "tags", "says"),
    [
        (sp.csr_matrix([[np.nan, 1.0]]), None, "NaN"),
        (sp.csr_matrix([[-1.0, 1.0]]), None, "negative"),
        (np.ones(3), None, "two dimensions"),
        (sp.csr_matrix((0, 3)), None, "empty"),
        (sp.csr_matrix((3, 0)), None, "empty"),
    ],
)
def test_a_matrix_it_cannot_use_is_refused_in_words(sitting: Sitting, plays: Any, tags: Any, says: str) -> None:
    with pytest.raises(MarqueeError, match=says) as refused:
        sitting.model().fit(plays, tags)
    assert isinstance(refused.value, ValueError)


def test_tags_of_another_catalogue_are_refused(sitting: Sitting) -> None:
    if not sitting.uses_tags:
        pytest.skip("popularity uses no tags")
    with pytest.raises(MarqueeError, match="59 rows where 60"):
        sitting.model().fit(towns.plays(), towns.tags()[:59])
    with pytest.raises(MarqueeError, match="tags holds a negative"):
        sitting.model().fit(towns.plays(), -towns.tags())


def test_rows_of_another_catalogue_or_unknown_ids_are_refused(sitting: Sitting) -> None:
    model = sitting.model().fit(towns.plays())
    if sitting.ask is _by_profile:
        with pytest.raises(MarqueeError, match="59 columns where 60"):
            model.recommend(towns.plays()[:, :59], 5)
        with pytest.raises(MarqueeError, match="negative"):
            model.recommend(-towns.plays(), 5)
    else:
        for unknown in ([1000], [-1], [0.5], [[1]]):
            with pytest.raises(MarqueeError, match="must"):
                sitting.ask(model, towns.plays(), unknown, 5)


@pytest.mark.parametrize("k", [0, -1, 2.5, True])
def test_a_length_that_is_no_positive_whole_number_is_refused(sitting: Sitting, k: Any) -> None:
    with pytest.raises(MarqueeError, match="k must be"):
        sitting.ask(sitting.model().fit(towns.plays()), towns.plays(), [0], k)


def test_it_says_so_when_asked_before_fit(sitting: Sitting) -> None:
    with pytest.raises(NotFittedError):
        sitting.ask(sitting.model(), towns.plays(), [0], 5)


def test_it_can_be_cloned_and_names_what_it_learned(sitting: Sitting) -> None:
    model = sitting.model().fit(towns.plays(), towns.tags())
    assert clone(model).get_params() == model.get_params()
    learned = set(vars(model)) - set(model.get_params())
    assert learned
    assert all(name.endswith("_") for name in learned)


def test_saved_without_pickle_and_loaded_it_gives_the_same_lists(sitting: Sitting, tags: Any, tmp_path: Path) -> None:
    model = sitting.model().fit(towns.plays(), tags)
    save(model, tmp_path / "model.skops")
    again = load(tmp_path / "model.skops")
    expected, scores = sitting.ask(model, towns.plays(), [0, 1, 2], 20)
    ids, same = sitting.ask(again, towns.plays(), [0, 1, 2], 20)
    assert np.array_equal(ids, expected)
    assert np.array_equal(same, scores)
    assert [path.name for path in tmp_path.iterdir()] == ["model.skops"]
