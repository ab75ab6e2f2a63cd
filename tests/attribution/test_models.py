"""Seven ways to share credit: exact where they can be checked by hand, equal to slow but plain ways, and complete."""

from itertools import pairwise, permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.attribution.markov import counts, effects
from core.attribution.models import MODELS, WINDOWS, attribute
from core.attribution.paths import Paths, parse
from core.errors import MarqueeError

NAMES = st.lists(st.sampled_from("abcde"), min_size=1, max_size=6)
ROWS = st.lists(st.tuples(NAMES, st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=12)


def paths_of(rows: list) -> Paths:
    return parse([" > ".join(names) for names, _, _ in rows], [won for _, won, _ in rows], [lost for _, _, lost in rows])


def of_model(paths: Paths, model: str) -> dict[str, float]:
    return {channel: credit[model] for channel, credit in attribute(paths).items()}


@pytest.mark.parametrize(("model", "credits"), [
    ("first", {"a": 12, "b": 0, "c": 0, "d": 0}), ("last", {"a": 0, "b": 0, "c": 0, "d": 12}),
    ("linear", {"a": 3, "b": 3, "c": 3, "d": 3}), ("position", {"a": 4.8, "b": 1.2, "c": 1.2, "d": 4.8}),
    ("time_decay", {"a": 0.8, "b": 1.6, "c": 3.2, "d": 6.4}), ("shapley", {"a": 3, "b": 3, "c": 3, "d": 3}),
    ("markov", {"a": 3, "b": 3, "c": 3, "d": 3}),
])  # fmt: skip
def test_a_path_of_four_is_shared_as_the_model_says(model: str, credits: dict) -> None:
    assert of_model(parse(["a > b > c > d"], [12]), model) == pytest.approx(credits)


@pytest.mark.parametrize("model", MODELS)
def test_a_single_touch_takes_all_and_two_share_by_position(model: str) -> None:
    assert of_model(parse(["a"], [5]), model) == pytest.approx({"a": 5})
    if model in ("linear", "position", "shapley"):
        assert of_model(parse(["a > b"], [8]), model) == pytest.approx({"a": 4, "b": 4})


def test_a_channel_seen_twice_is_one_player_and_two_touches() -> None:
    twice = parse(["a > b > a"], [6])
    assert of_model(twice, "shapley") == pytest.approx({"a": 3, "b": 3})
    assert of_model(twice, "linear") == pytest.approx({"a": 4, "b": 2})


@given(ROWS)
def test_credits_of_every_model_sum_to_the_total(rows: list) -> None:
    paths = paths_of(rows)
    for model in MODELS:
        credit = of_model(paths, model)
        assert min(credit.values()) >= -1e-9
        assert sum(credit.values()) == pytest.approx(paths.conversions.sum(), abs=1e-9)


def chance_to_buy(rows: list, without: str | None) -> float:
    """By the definition: absorption in a chain where every step into `without` leads to nothing."""
    states = ["(start)", *sorted({name for names, _, _ in rows for name in names}), "(sold)", "(null)"]
    at = {name: place for place, name in enumerate(states)}
    steps = np.zeros((len(states), len(states)))
    for names, won, lost in rows:
        walk = ["(start)", *names]
        for one, other in pairwise(walk):
            steps[at[one], at[other]] += won + lost
        steps[at[names[-1]], at["(sold)"]] += won
        steps[at[names[-1]], at["(null)"]] += lost
    chances = steps / np.maximum(steps.sum(1, keepdims=True), 1)
    if without:
        chances[:, at["(null)"]] += chances[:, at[without]]
        chances[:, at[without]] = 0
    inner = [place for place, name in enumerate(states) if name not in ("(sold)", "(null)", without)]
    within = chances[np.ix_(inner, inner)]
    return float(np.linalg.solve(np.eye(len(inner)) - within, chances[inner, at["(sold)"]])[0])


@given(ROWS.filter(lambda rows: sum(won for _, won, _ in rows) > 0 and all(won + lost for _, won, lost in rows)))
def test_markov_is_the_linear_solve_with_each_channel_removed(rows: list) -> None:
    paths = paths_of(rows)
    whole = chance_to_buy(rows, None)
    lost = [1 - chance_to_buy(rows, name) / whole for name in paths.channels]
    assert effects(*counts(paths)) == pytest.approx(lost, abs=1e-9)


@given(ROWS)
def test_shapley_is_the_mean_gain_over_all_orders_of_arrival(rows: list) -> None:
    paths = paths_of(rows)

    def worth(coalition: tuple[str, ...]) -> float:
        return sum(won for names, won, _ in rows if set(names) <= set(coalition))

    orders = list(permutations(paths.channels))
    for channel, credit in of_model(paths, "shapley").items():
        gains = [worth(order[:order.index(channel) + 1]) - worth(order[:order.index(channel)]) for order in orders]
        assert credit == pytest.approx(sum(gains) / len(orders), abs=1e-9)


@pytest.mark.parametrize("name", ["=1+1", "<b>x</b>", "a, b", "Ünïcode", "A$AP", "'; DROP TABLE x", "x" * 300])
def test_a_channel_may_be_called_anything(name: str) -> None:
    assert of_model(parse([f"{name} > meta"], [4]), "linear") == pytest.approx({name: 2, "meta": 2})


def test_signs_without_blanks_part_channels_where_no_path_has_blanks() -> None:
    assert set(parse(["a>b", "b>c"], [1, 1]).channels) == {"a", "b", "c"}


def test_a_path_without_a_touch_is_unattributed() -> None:
    paths = parse(["a", ""], [3, 2])
    assert paths.unattributed == 2
    assert of_model(paths, "last") == {"a": 3}


def test_chains_side_by_side_are_solved_as_each_alone() -> None:
    steps, sold, left = (np.stack(parts) for parts in zip(*(counts(paths) for paths in (
        parse(["a > b", "b"], [3, 1], [2, 5]), parse(["b > a", "a"], [2, 2], [0, 1]), parse(["a", "b"], [0, 0]))), strict=True))
    together = effects(steps, sold, left)
    for place, alone in enumerate(zip(steps, sold, left, strict=True)):
        assert together[place] == pytest.approx(effects(*alone), abs=1e-12)
    assert together[2].tolist() == [0, 0], "nothing sold, nothing lost"


def test_a_window_leaves_out_touches_before_it_and_says_what_is_left_over() -> None:
    touched = Paths(("a", "b"), np.array([0, 1, 0]), np.array([0, 0, 1]), np.array([2.0, 3.0, 5.0]), np.zeros(3),
                    np.array([9.0, 0.5, 20.0]))
    seen = {days: touched.within(days) for days in WINDOWS}
    assert {days: of_model(paths, "first")["a"] for days, paths in seen.items()} == {1: 0, 3: 0, 5: 0, 7: 0, 14: 2, 30: 5}
    assert of_model(seen[7], "first")["b"] == 2
    assert (seen[7].unattributed, seen[30].unattributed) == (8, 5)


def test_paths_without_times_have_no_windows() -> None:
    with pytest.raises(MarqueeError, match="no times"):
        parse(["a"], [1]).within(7)
