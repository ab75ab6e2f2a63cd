"""A budget moved along curves: spent whole where it can be, better than any other split that was tried, honest about doubt."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import MarqueeError
from core.response import what_if
from core.response.what_if import Curves, Rates, hand_out, move, needs


def curves(seed: int, shows: int = 4, channels: int = 3, doubt: float = 0.0, draws: int = 40) -> Curves:
    rng = np.random.default_rng(seed)
    gain, half = rng.uniform(0.02, 0.3, shows * channels), rng.uniform(50, 800, shows * channels)
    spread = np.exp(rng.normal(0, doubt, (1 + draws, shows * channels)))
    spread[0] = 1
    return Curves(np.repeat(np.arange(shows), channels), gain * spread, half * np.ones_like(spread),
                  rng.uniform(5, 200, shows))


@given(st.integers(0, 200), st.floats(10, 5000))
def test_no_other_split_of_the_budget_sells_more(seed: int, budget: float) -> None:
    some = curves(seed, draws=1)
    spend = hand_out(some, budget)
    assert (spend >= 0).all()
    assert spend.sum() <= budget * (1 + 1e-6)
    best = some.tickets(spend)[0]
    rng = np.random.default_rng(seed)
    for _ in range(20):
        assert some.tickets(rng.dirichlet(np.ones(len(spend))) * budget)[0] <= best * (1 + 1e-6) + 1e-6


def test_no_show_sells_more_than_its_room() -> None:
    some = curves(3)
    tops = np.minimum(some.room, np.add.reduceat(some.gain[0] * some.half[0], [0, 3, 6, 9]))
    for spend in (np.full(12, 1e9), hand_out(some, 1e9)):
        assert some.tickets(spend)[0] == pytest.approx(tops.sum(), rel=1e-3)


def test_a_gain_that_chance_could_explain_is_no_gain() -> None:
    spread = curves(1, doubt=3.0, draws=200)
    planned = hand_out(spread, 1000.0)
    plan = move(spread, planned)
    assert plan.verdict == "no measurable difference"
    assert (plan.spend == planned).all()
    sure = move(curves(1), np.eye(12)[0] * 1000.0)
    assert sure.verdict == "gain"
    assert sure.gain_lo <= sure.gain <= sure.gain_hi


def test_a_gap_becomes_orders_clicks_and_spend_cheapest_first() -> None:
    rates = [Rates("meta", 2.0, 0.05, 6.0, 5.0, 8.0, True), Rates("posters", 1.5, None, 4.0, 2.0, 9.0, False)]
    posters, meta = needs(100, rates)
    assert (posters.channel, posters.spend, posters.clicks, posters.note) == ("posters", 400, None, "not causal")
    assert (meta.orders, meta.clicks, meta.spend_lo, meta.spend_hi, meta.note) == (50, 1000, 500, 800, "")
    with pytest.raises(MarqueeError):
        needs(-1, rates)


def test_curves_whose_bend_nobody_could_see_are_lines_and_their_budget_is_still_planned() -> None:
    logs, draws = np.array([[-2.0, 0.0, 900.0], [-3.0, 0.0, 5.0]]), np.full((5, 2, 3), [-2.0, 0.0, 1200.0])
    some = what_if.curves(logs, draws, per=np.ones(3), scale=np.full(3, 10.0), days=np.full(3, 20.0), room=np.full(3, 40.0))
    assert np.isfinite(some.half).all()
    plan = move(some, np.full(6, 100.0))
    assert np.isfinite(plan.spend).all()
    assert plan.spend.sum() == pytest.approx(600.0, rel=1e-3)
