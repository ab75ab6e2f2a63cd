"""A weekly series: known truths are found again, a medium that does nothing brings next to nothing, too little is refused."""

import numpy as np
import pytest

from core.errors import NotEnoughData
from core.response.weekly import fit_weekly

WEEKS = 179


def season(seed: int, gains: tuple[float, float]) -> tuple[np.ndarray, dict, dict, np.ndarray]:
    """Two media (carry 0.4 and 0.2, logistic saturation), trend, seasons, an event; and what each medium truly added."""
    rng = np.random.default_rng(seed)
    one, two = rng.uniform(0, 1, WEEKS), rng.uniform(0, 1, WEEKS)
    media = {"x1": np.where(one > 0.9, one, one / 2), "x2": np.where(two > 0.8, two, 0)}
    added = []
    for spend, carry, strength, gain in zip(media.values(), (0.4, 0.2), (4, 3), gains, strict=True):
        weights = carry ** np.arange(8)
        kept = np.convolve(spend, weights / weights.sum())[:WEEKS]
        added.append(gain * np.tanh(strength * kept / 2))
    week, event = np.arange(WEEKS), (np.arange(WEEKS) == 58).astype(float)
    level = 2 + (np.linspace(0, 50, WEEKS) + 10) ** 0.25 - 1 + 0.5 * np.cos(2 * np.pi * week * 7 / 365.25)
    y = level + 1.5 * event + sum(added) + rng.normal(0, 0.1, WEEKS)
    return y, media, {"event": event}, np.array([part.sum() for part in added])


def test_contributions_are_found_again() -> None:
    y, media, controls, truth = season(327, (3.0, 2.0))
    found = fit_weekly(y, media, controls).media
    for medium, true in zip(found.values(), truth, strict=True):
        assert medium.contribution == pytest.approx(true, rel=0.1)
        assert medium.contribution_lo <= medium.contribution <= medium.contribution_hi
    assert found["x1"].carry == pytest.approx(0.4, abs=0.12)


def test_the_unit_of_sales_and_of_spend_does_not_matter() -> None:
    y, media, controls, _ = season(5, (3.0, 2.0))
    plain = fit_weekly(y, media, controls).media
    other = fit_weekly(1000 * y, {name: 250 * spend for name, spend in media.items()}, controls).media
    for name, medium in plain.items():
        assert other[name].contribution == pytest.approx(1000 * medium.contribution, rel=1e-3)


def test_a_medium_that_does_nothing_gets_next_to_nothing() -> None:
    y, media, controls, truth = season(7, (3.0, 0.0))
    assert fit_weekly(y, media, controls).media["x2"].contribution < 0.1 * truth[0]


def test_too_few_weeks_and_a_medium_without_spend_are_refused() -> None:
    y, media, controls, _ = season(1, (3.0, 2.0))
    with pytest.raises(NotEnoughData, match="weeks"):
        fit_weekly(y[:20], {name: spend[:20] for name, spend in media.items()}, {"event": controls["event"][:20]})
    with pytest.raises(NotEnoughData, match="nothing was spent"):
        fit_weekly(y, media | {"x2": np.zeros(WEEKS)}, controls)
