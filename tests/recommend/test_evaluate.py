"""The yardsticks: values worked out by hand, and intervals that mean what they say."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pytest
import skops.io
from hypothesis import given
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression

from core.errors import MarqueeError, NotEnoughData
from core.recommend import UntrustedModel, compare, load, ndcg, recall, split_by_time


def test_ndcg_is_the_gain_of_the_hits_over_the_best_possible_gain() -> None:
    ids = np.array([[5, 6, 7], [5, 6, 7], [5, 6, 7], [5, 6, 7]])
    found = ndcg(ids, [np.array([5]), np.array([6]), np.array([9]), np.array([5, 7])], 3)
    assert found == pytest.approx([1.0, 1 / np.log2(3), 0.0, 1.5 / (1 + 1 / np.log2(3))])


def test_more_targets_than_places_can_still_be_perfect() -> None:
    assert ndcg(np.array([[1, 2]]), [np.array([1, 2, 3, 4])], 2) == pytest.approx([1.0])


def test_recall_is_the_share_of_targets_found() -> None:
    ids = np.array([[5, 6, 7, 8]])
    assert recall(ids, [np.array([5, 8, 9, 10])], 4) == pytest.approx([0.5])
    assert recall(ids, [np.array([5, 8, 9, 10])], 3) == pytest.approx([0.25])


def test_a_row_without_targets_is_not_scored_and_padding_is_no_hit() -> None:
    ids = np.array([[5, -1], [5, -1]])
    assert np.isnan(ndcg(ids, [np.array([], dtype=int)] * 2, 2)).all()
    assert recall(ids, [np.array([-1, 5]), np.array([6])], 2) == pytest.approx([0.5, 0.0])


@given(st.permutations(range(8)), st.sets(st.integers(0, 7), min_size=1), st.integers(1, 8))
def test_ndcg_lies_between_nothing_and_perfect(order: list[int], wanted: set[int], k: int) -> None:
    targets = [np.array(sorted(wanted))]
    value = ndcg(np.array([order]), targets, k)[0]
    best = ndcg(np.array([sorted(order, key=lambda one: one not in wanted)]), targets, k)[0]
    assert 0 <= value <= best == pytest.approx(1.0)


def test_pairing_finds_a_small_gain_that_unpaired_noise_would_hide() -> None:
    rng = np.random.default_rng(0)
    baseline = rng.random(400)
    found = compare(baseline + 0.01 + rng.normal(0, 0.02, 400), baseline)
    assert 0 < found.low < found.gain < found.high
    assert found.gain == pytest.approx(0.01, abs=0.003)
    assert found.relative[1] == pytest.approx(found.low / found.baseline)


def test_the_interval_covers_no_gain_about_as_often_as_it_says() -> None:
    rng = np.random.default_rng(1)
    covered = [
        found.low <= 0 <= found.high
        for found in (compare(rng.random(60), rng.random(60), level=0.8, draws=300) for _ in range(150))
    ]
    assert 0.7 < np.mean(covered) < 0.9


def test_rows_not_scored_are_left_out_and_the_same_rows_give_the_same_interval() -> None:
    ours, theirs = np.array([0.4, np.nan, 0.6, 0.5]), np.array([0.3, np.nan, 0.2, 0.5])
    found = compare(ours, theirs)
    assert found.n == 3
    assert found == compare(ours, theirs)


def test_rows_that_do_not_pair_are_refused() -> None:
    with pytest.raises(MarqueeError, match="paired"):
        compare(np.zeros(3), np.zeros(4))
    with pytest.raises(NotEnoughData, match="1 rows"):
        compare(np.zeros(1), np.ones(1))
    with pytest.raises(MarqueeError, match="2 lists but 1"):
        ndcg(np.zeros((2, 3), dtype=int), [np.array([1])])


def test_the_day_of_the_cut_is_known_and_the_last_day_is_still_predicted() -> None:
    days = ["2015-10-30", "2015-10-31", "2015-11-01", "2016-10-31", "2016-11-01"]
    split = split_by_time([0, 0, 0, 0, 0], [0, 1, 2, 3, 4], days, cut=dt.date(2015, 10, 31))
    assert split.bookings.toarray().tolist() == [[1, 1, 0, 0, 0]]
    assert split.venue_ids.tolist() == [0]
    assert split.targets[0].tolist() == [2, 3]


def test_targets_are_new_artists_of_venues_with_a_past() -> None:
    venues, artists = [0, 0, 0, 1, 2, 2], [7, 7, 8, 8, 7, 7]
    days = ["2015-01-01", "2015-02-01", "2016-01-01", "2016-01-01", "2015-03-01", "2016-03-01"]
    split = split_by_time(venues, artists, days, cut=dt.date(2015, 12, 31), shape=(3, 10))
    assert split.bookings[0, 7] == 2
    assert split.venue_ids.tolist() == [0]
    assert split.targets[0].tolist() == [8]


def test_a_month_end_stays_a_month_end() -> None:
    split = split_by_time(
        [0, 0, 0], [0, 1, 2], ["2016-02-29", "2017-02-28", "2017-03-01"], cut=dt.date(2016, 2, 29), shape=(1, 3)
    )
    assert split.targets[0].tolist() == [1]


def test_a_file_with_a_foreign_type_is_refused_before_it_is_built(tmp_path: Path) -> None:
    skops.io.dump([LogisticRegression(), UntrustedModel("x")], tmp_path / "odd.skops")
    with pytest.raises(UntrustedModel, match="core.recommend.saving.UntrustedModel"):
        load(tmp_path / "odd.skops")
