"""BG/NBD: what it learns from made-up buyers, what it says of them, and what it refuses to say."""

import numpy as np
import pytest

from core.errors import NotEnoughData
from core.lifetime import BuyerModel, fit_buyers

CDNOW = BuyerModel(0.243, 4.414, 0.793, 2.426, -9582.4)  # Fader, Hardie & Lee 2005, table 2, weeks


def made_up(count: int, seed: int = 1) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Buyers who live by the model with r 0.8, alpha 6, a 0.9, b 3: frequency, recency, age (weeks)."""
    rng = np.random.default_rng(seed)
    rate, lost, age = rng.gamma(0.8, 1 / 6, count), rng.beta(0.9, 3, count), rng.uniform(20, 100, count)
    frequency, recency = np.zeros(count), np.zeros(count)
    for i in range(count):
        when = 0.0
        while rng.random() >= lost[i] or when == 0:
            step = rng.exponential(1 / rate[i])
            if when + step > age[i]:
                break
            when += step
            frequency[i] += 1
        recency[i] = when
    return frequency, recency, age


def test_the_papers_buyer_is_expected_to_buy_as_the_paper_says() -> None:
    [expected] = CDNOW.expected_purchases(39, np.array([2.0]), np.array([30.43]), np.array([38.86]))
    assert expected == pytest.approx(1.226, abs=0.001)


def test_it_is_the_best_fit_and_near_the_truth() -> None:
    x, recency, age = made_up(4000)
    model = fit_buyers(x, recency, age)
    assert model.r == pytest.approx(0.8, rel=0.25)
    assert model.alpha == pytest.approx(6, rel=0.3)
    assert model.log_likelihood >= fit_buyers(x[::-1], recency[::-1], age[::-1]).log_likelihood - 1e-3


def test_the_unit_of_time_changes_only_alpha() -> None:
    x, recency, age = made_up(1500)
    weeks, days = fit_buyers(x, recency, age), fit_buyers(x, recency * 7, age * 7)
    assert days.alpha == pytest.approx(weeks.alpha * 7, rel=1e-2)
    assert (days.r, days.a, days.b) == pytest.approx((weeks.r, weeks.a, weeks.b), rel=2e-2)


def test_chances_are_chances_and_more_time_brings_no_fewer_purchases() -> None:
    x, recency, age = made_up(500)
    alive = CDNOW.alive(x, recency, age)
    assert ((alive > 0) & (alive <= 1)).all()
    assert (CDNOW.expected_purchases(10, x, recency, age) <= CDNOW.expected_purchases(20, x, recency, age)).all()


@pytest.mark.parametrize("x", [np.zeros(100), np.ones(5)])
def test_too_few_buyers_or_nobody_who_came_back_is_said(x: np.ndarray) -> None:
    with pytest.raises(NotEnoughData):
        fit_buyers(x, x * 2, x + 10)
