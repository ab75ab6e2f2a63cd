"""How advertising works is told by the evidence, own terms of shows integrated out: a wrong form doubles what it brought."""

import pytest

from bench.simulated_spend import simulate
from core.response.panel import build
from core.response.show_model import best_fit


@pytest.mark.parametrize(("seed", "works", "adds"), [(8, "seats", "tickets"), (7, "lift", "lift"), (9, "money", "tickets")])
def test_the_form_a_season_was_made_by_is_found_and_what_was_brought_is_near_the_truth(seed: int, works: str, adds: str) -> None:
    season = simulate(seed, 80, works=works)
    model = best_fit(build(season.shows, season.sales, season.spend))
    assert model.adds == adds
    assert model.added().sum() == pytest.approx(sum(season.generated.values()), rel=0.25)
