"""What rivals and weekdays did is found when it is there, with ranges that hold it, and declined when data are few."""

import numpy as np
import pandas as pd
import pytest

from core.computed.date_effects import date_effects


def season(seed: int, effect: float, shows: int = 400, markets: int = 12) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    days = pd.Timestamp("2024-01-01") + pd.to_timedelta(rng.integers(0, 700, shows), "D")
    market = rng.integers(0, markets, shows)
    pressure = np.where(rng.random(shows) < 0.5, 0, rng.exponential(0.5, shows))
    level = rng.normal(0.6, 0.05, markets)[market]
    sold = level + effect * pressure + 0.08 * (days.day_of_week == 5) + rng.normal(0, 0.12, shows)
    return pd.DataFrame({
        "local_date": days, "market_id": [f"m{i}" for i in market], "country": "GB", "region": None,
        "genre": rng.choice(["Rock", "Folk"], shows), "sellable": rng.integers(200, 2000, shows),
        "sell_through": sold, "pressure": pressure, "is_covered": True})


def row(frame: pd.DataFrame, kind: str, term: str) -> pd.Series:
    return frame[(frame["kind"] == kind) & (frame["term"] == term)].iloc[0]


@pytest.mark.parametrize("effect", [0.0, -0.1])
def test_the_range_holds_the_true_effect_of_rivals_about_as_often_as_it_says(effect: float) -> None:
    found = [row(date_effects(season(seed, effect)), "rival", "pressure") for seed in range(40)]
    held = sum(one["lo"] <= effect <= one["hi"] for one in found)
    assert 26 <= held <= 38, "80 % of 40, give or take"
    assert np.mean([one["effect"] for one in found]) == pytest.approx(effect, abs=0.01)


def test_a_weekday_that_sells_better_is_found_and_one_seen_seldom_is_drawn_to_nothing() -> None:
    frame = season(1, 0.0)
    frame = frame[(frame["local_date"].dt.day_of_week != 1) | (frame.groupby(frame["local_date"].dt.day_of_week).cumcount() < 2)]
    frame.loc[frame["local_date"].dt.day_of_week == 1, "sell_through"] = 1.0
    found = date_effects(frame)
    saturday, tuesday = row(found, "weekday", "Saturday"), row(found, "weekday", "Tuesday")
    assert saturday["lo"] > 0
    assert tuesday["n"] == 2
    assert 0 < tuesday["effect"] < 0.35, "two sold-out Tuesdays are no law"


@pytest.mark.parametrize(("shows", "markets"), [(0, 3), (40, 12), (200, 3)])
def test_with_too_few_shows_or_markets_there_is_a_reason_and_no_number(shows: int, markets: int) -> None:
    [one] = date_effects(season(1, -0.1, shows, markets)).to_dict("records")
    assert one["declined"].startswith("not enough data")
    assert np.isnan(one["effect"])


def test_shows_without_listings_around_them_do_not_pass_for_nights_without_rivals() -> None:
    frame = season(1, -0.1)
    frame.loc[:359, "is_covered"] = False
    assert "40 played shows" in date_effects(frame).iloc[0]["declined"]
