import numpy as np
import pytest

from core.forecast.ladder import ChainLadder
from core.forecast.moments import Curves
from core.forecast.prior import AttributePrior
from tests.forecast import small_season


def lesson(finals: dict[str, tuple[int, int]], **attributes: dict) -> tuple:
    """(X, y) of shows that sold the first number by ten days out, the second in all."""
    rows = [{"concert_id": name, "local_date": "2025-01-31", **attributes.get(name, {})} for name in finals]
    sold = [(name, "2025-01-21", early) for name, (early, _) in finals.items()]
    sold += [(name, "2025-01-30", total - early) for name, (early, total) in finals.items()]
    curves = Curves(small_season.shows(*rows), small_season.sales(*sold))
    return curves.training(np.arange(len(rows)), [0, 5, 10])


def test_the_share_is_tickets_then_over_tickets_in_the_end():
    X, y = lesson({"a": (10, 40), "b": (20, 60)})
    ladder = ChainLadder().fit(X, y)
    assert ladder.share(X[X["days_out"] == 10]).tolist() == pytest.approx([0.3, 0.3])
    assert ladder.predict(X[X["days_out"] == 10]) == pytest.approx([10 / 0.3, 20 / 0.3])


def test_a_sold_out_show_does_not_teach_the_curve():
    X, y = lesson({"a": (10, 40), "b": (20, 60), "full": (90, 100)})
    assert ChainLadder().fit(X, y).share(X[X["days_out"] == 5])[0] == pytest.approx(0.3)


def test_a_genre_is_pulled_towards_all_genres_and_an_unknown_one_is_all_genres():
    X, y = lesson({"a": (10, 40), "b": (40, 60)}, b={"genre": "jazz"})
    ladder = ChainLadder(pull=1.0).fit(X, y)
    rock, jazz = ladder.share(X[X["days_out"] == 10])
    assert rock == pytest.approx((10 + 50 * 0.5) / (40 + 50))
    assert jazz == pytest.approx((40 + 50 * 0.5) / (60 + 50))
    assert ladder.share(X[X["days_out"] == 10].assign(genre="zouk")) == pytest.approx([0.5, 0.5])


def test_the_prior_learns_which_artist_sells_and_shrinks_what_says_nothing():
    rng = np.random.default_rng(0)
    rows, sold = [], []
    for i in range(120):
        strong = i % 2 == 0
        rows.append({
            "concert_id": f"c{i:03d}", "local_date": "2025-01-31", "artist": "strong" if strong else "weak",
            "market": f"m{rng.integers(6)}", "sellable": 1000,
        })  # fmt: skip
        sold.append((f"c{i:03d}", "2025-01-20", int((600 if strong else 200) * rng.lognormal(0, 0.1))))
    curves = Curves(small_season.shows(*rows), small_season.sales(*sold))
    X, y = curves.training(np.arange(120), [0])
    prior = AttributePrior().fit(X, y)
    ask = X[:2].assign(sold=0, artist=["strong", "weak"])
    assert prior.predict(ask) == pytest.approx([600, 200], rel=0.1)
    by_market = prior.predict(ask.iloc[[0] * 6].assign(market=[f"m{i}" for i in range(6)]))
    assert by_market.max() / by_market.min() < 1.1


def test_a_sold_out_show_counts_as_at_least_this_much():
    full = {f"full{i}": (50, 100) for i in range(10)}
    rest = {f"rest{i}": (20, 80 + i) for i in range(10)}
    X, y = lesson({**full, **rest})
    prior = AttributePrior().fit(X, y)
    demand = np.exp(prior.demand_)
    assert (demand[y[::3] >= 100] > 1.0).all()
    assert demand[y[::3] < 100].max() < 1.0
