"""One exam that every forecaster of final tickets sits."""

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone

from core.forecast.bayes import EmpiricalBayes
from core.forecast.blend import BlendedForecast
from core.forecast.ladder import ChainLadder
from core.forecast.naive import FullHouse, LastComparable, LinearPace, NoGrowth
from core.forecast.prior import AttributePrior
from core.forecast.young import YoungForecast

EVERYONE = [
    ChainLadder, AttributePrior, EmpiricalBayes, BlendedForecast, YoungForecast,
    NoGrowth, FullHouse, LinearPace, LastComparable,
]  # fmt: skip
DAYS_OUT = np.array([60, 30, 14, 7, 1])


@pytest.fixture(scope="module")
def exam(curves):
    """(X, y) of the shows of 2025, which nobody has learnt from."""
    rows = np.flatnonzero(curves.teaches & (curves.shows["local_date"] >= "2025-01-01").to_numpy())
    shows = np.repeat(rows, len(DAYS_OUT))
    return curves.moments(shows, np.tile(DAYS_OUT, len(rows))), curves.final(shows)


@pytest.fixture(scope="module")
def fitted(lesson):
    return {model: model().fit(*lesson) for model in EVERYONE}


@pytest.mark.parametrize("model", EVERYONE)
class TestExam:
    def test_fit_returns_the_estimator_and_clone_forgets_what_it_learned(self, model, fitted):
        estimator = fitted[model]
        assert isinstance(estimator, model)
        learned = {name for name in vars(estimator) if name.endswith("_")}
        assert not learned & set(vars(clone(estimator)))
        assert set(vars(clone(estimator))) == set(estimator.get_params())

    def test_answers_are_finite_and_lie_between_sold_and_the_house(self, model, fitted, exam):
        X, _ = exam
        answer = fitted[model].predict(X)
        assert answer.shape == (len(X),)
        assert (answer >= X["sold"]).all()
        assert (answer <= X["sellable"]).all()

    def test_what_is_asked_is_left_as_it_was(self, model, fitted, exam):
        X, _ = exam
        before = X.copy(deep=True)
        fitted[model].predict(X)
        pd.testing.assert_frame_equal(X, before)

    def test_the_same_lesson_gives_the_same_answers_one_by_one_or_together(self, model, fitted, lesson, exam):
        X, _ = exam
        again = model().fit(*lesson).predict(X[:20])
        np.testing.assert_allclose(again, fitted[model].predict(X)[:20], rtol=1e-9)

    def test_names_never_met_before_are_answered(self, model, fitted, exam):
        X, _ = exam
        strange = X[:5].assign(genre="zouk", market="Utopia", venue="Nowhere", artist="Nobody", avg_price=np.nan)
        assert np.isfinite(fitted[model].predict(strange)).all()


def error(answer: np.ndarray, exam: tuple) -> pd.Series:
    X, y = exam
    return pd.DataFrame({"days_out": X["days_out"], "miss": abs(answer - y)}).groupby("days_out")["miss"].sum()


@pytest.mark.parametrize("rival", [NoGrowth, FullHouse, LinearPace, LastComparable, ChainLadder])
def test_the_blend_beats_every_naive_way_until_the_last_day(rival, fitted, exam):
    X, _ = exam
    ours, theirs = (error(fitted[model].predict(X), exam) for model in (BlendedForecast, rival))
    assert (ours / theirs <= [1.02, 1, 1, 1, 1]).all()  # on the last day the chain ladder is as good as anybody


def test_the_blend_beats_empirical_bayes_where_it_was_asked_to(fitted, exam):
    X, _ = exam
    ours, theirs = (error(fitted[model].predict(X), exam) for model in (BlendedForecast, EmpiricalBayes))
    assert (ours / theirs).mean() < 0.94


def test_the_eighty_per_cent_interval_holds_what_it_should(fitted, exam):
    X, y = exam
    low, high = fitted[BlendedForecast].quantiles(X, [0.1, 0.9]).T
    inside = (low <= y) & (y <= high)
    assert 0.76 <= inside.mean() <= 0.95
    assert 0.76 <= inside[y < X["sellable"]].mean() <= 0.95


def test_sell_out_probabilities_mean_what_they_say(fitted, exam):
    X, y = exam
    chance, full = fitted[BlendedForecast].sell_out_probability(X), (y >= X["sellable"]).to_numpy()
    assert abs(chance.mean() - full.mean()) < 0.05
    assert full[chance > 0.8].mean() > 0.7
    assert full[chance < 0.2].mean() < 0.15


def test_on_the_day_of_the_show_nothing_more_is_forecast(curves, fitted):
    X = curves.moments(np.arange(5), np.zeros(5, int))
    quantiles = fitted[BlendedForecast].quantiles(X, [0.1, 0.5, 0.9])
    assert (quantiles == X["sold"].to_numpy()[:, None]).all()
