import numpy as np
import pandas as pd
import pytest

from core.forecast.blend import _errors, _tickets
from core.forecast.conformal import ConformalSpread


def errors(n: int, *, house: float, seed: int = 0) -> pd.DataFrame:
    """Held-out moments of n shows at 7 days out: log demand is 0 +- 1, the house holds exp(house)."""
    rng = np.random.default_rng(seed)
    demand = rng.normal(0, 1, n)
    seen = np.minimum(demand, house)
    return pd.DataFrame({
        "show": np.arange(n), "days_out": 7.0, "on_sale": True, "location": 0.0, "spread": 1.0,
        "limit": house, "full": demand >= house, "seen_low": seen, "seen_high": seen,
    })  # fmt: skip


def covered(reach: tuple[float, float], test: pd.DataFrame) -> pd.Series:
    low, high = (np.minimum(end, test["limit"]) for end in (-reach[0], reach[1]))
    return (low <= test["seen_low"]) & (test["seen_low"] <= high)


@pytest.mark.parametrize("house", [0.3, 1.0, 9.0])
def test_all_shows_and_unfilled_houses_apart_are_covered(house):
    reach = ConformalSpread().fit(errors(400, house=house)).reach(7, True, 0.1)
    test = errors(4000, house=house, seed=1)
    inside = covered(reach, test)
    assert 0.8 <= inside.mean() <= 0.97
    assert 0.8 <= inside[~test["full"]].mean() <= 0.95


def test_sold_out_shows_never_shrink_the_upper_end():
    rows = errors(300, house=0.5)
    with_full = ConformalSpread().fit(rows).reach(7, True, 0.1)[1]
    without = ConformalSpread().fit(rows[~rows["full"]]).reach(7, True, 0.1)[1]
    assert with_full >= without


def test_each_horizon_is_calibrated_by_its_own_neighbours():
    near, far = errors(300, house=9.0), errors(300, house=9.0)
    near[["seen_low", "seen_high"]] *= 0.1
    near["days_out"], far["days_out"] = 1.0, 60.0
    spread = ConformalSpread().fit(pd.concat([near, far]))
    assert spread.reach(1, True, 0.1)[1] < 0.3
    assert spread.reach(60, True, 0.1)[1] > 1.0


def test_the_chance_of_a_full_house_follows_how_often_it_was_full():
    rng = np.random.default_rng(2)
    rows = errors(2000, house=0.0).assign(location=rng.normal(0, 1, 2000))
    rows["full"] = rng.random(2000) < 1 / (1 + np.exp(-2 * rows["location"]))
    chance = ConformalSpread().fit(rows).full_house(np.array([-1.0, 0.0, 1.0]), np.full(3, 7.0))
    assert chance == pytest.approx([0.12, 0.5, 0.88], abs=0.05)


def test_an_end_that_just_holds_what_was_sold_still_holds_it_in_whole_tickets():
    moments = pd.DataFrame({"row": range(5), "days_out": 1, "sold": 80, "sellable": 100.0, "age": 20})
    final = np.array([80.0, 81, 85, 99, 100])
    seen = _errors(moments, final, np.zeros(5), np.ones(5))
    low, high = (_tickets(moments, seen[name].to_numpy() + nudge).round() for name, nudge in (
        ("seen_low", -1e-9), ("seen_high", 1e-9)))
    assert (low <= final).all()
    assert (high >= final).all()
    assert (low >= final - 0.5).all(), "no lower than it has to be"
