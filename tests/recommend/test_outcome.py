"""The expected result of a booking: intervals that hold on later shows, and honest refusals."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from threadpoolctl import threadpool_info, threadpool_limits

from core.errors import NotEnoughData
from core.recommend import BookingOutcome, WrongMatrix, load, save


def season(n: int = 300, seed: int = 0, drift: float = 0.0) -> pd.DataFrame:
    """Made-up shows whose demand follows fans and price; many sell out. Later rows are later shows."""
    rng = np.random.default_rng(seed)
    fans, price = rng.normal(6.5, 0.6, n), rng.uniform(15, 60, n)
    room = rng.choice([300, 600, 1200], n)
    demand = np.exp(fans - 0.01 * (price - 35) + rng.normal(0, 0.25, n) + drift * np.arange(n) / n)
    return pd.DataFrame(
        {
            "log_fans": fans,
            "price": price,
            "sellable": room,
            "demand": demand,
            "tickets_sold": np.minimum(demand.astype(int), room),
            "shown_on": pd.Timestamp("2024-01-01") + pd.to_timedelta(np.arange(n), unit="D"),
        }
    )


def fitted(shows: pd.DataFrame, **settings: float) -> BookingOutcome:
    model = BookingOutcome(**settings)
    return model.fit(shows[["log_fans", "price"]], shows["tickets_sold"], shows["sellable"], shows["shown_on"])


def predicted(model: BookingOutcome, shows: pd.DataFrame) -> pd.DataFrame:
    return model.predict(shows[["log_fans", "price"]], shows["sellable"])


@pytest.mark.parametrize("seed", [0, 1])
def test_about_eight_later_shows_in_ten_lie_inside_the_interval(seed: int) -> None:
    shows = season(800, seed)
    later = shows.iloc[400:]
    answer = predicted(fitted(shows.iloc[:400]), later)
    share = (later["tickets_sold"] / later["sellable"]).to_numpy()
    answered = answer["declined"].isna().to_numpy()
    inside = ((answer["low"] <= share) & (share <= answer["high"]))[answered]
    assert answered.mean() > 0.9
    assert 0.74 <= inside.mean() <= 0.95


def test_the_interval_is_in_order_and_within_nothing_and_all() -> None:
    answer = predicted(fitted(season()), season(seed=5)).dropna(subset="sell_through")
    assert (answer["low"] <= answer["sell_through"]).all()
    assert (answer["sell_through"] <= answer["high"]).all()
    assert answer[["low", "high"]].stack().between(0, 1).all()


def test_it_says_more_than_the_mean_of_all_shows() -> None:
    shows, later = season(), season(seed=9)
    share = later["tickets_sold"] / later["sellable"]
    answer = predicted(fitted(shows), later)
    mean = (shows["tickets_sold"] / shows["sellable"]).mean()
    assert (answer["sell_through"] - share).abs().mean() < 0.5 * (mean - share).abs().mean()


def test_a_sold_out_show_does_not_hold_demand_down_to_its_room() -> None:
    """Where most shows sell out, the true demand is found again, and not the rooms it met."""
    shows = season(500)
    big = shows[(shows["log_fans"] > 7) & (shows["sellable"] < 1200)]
    asked = big.assign(sellable=1200)
    truth = (np.minimum(big["demand"], 1200) / 1200).mean()
    corrected = predicted(fitted(shows), asked)["sell_through"].mean()
    naive = predicted(fitted(shows, rounds=1), asked)["sell_through"].mean()
    assert (big["tickets_sold"] == big["sellable"]).mean() > 0.8
    assert naive < corrected
    assert abs(corrected - truth) < abs(naive - truth)


def test_a_smaller_room_is_filled_better() -> None:
    model = fitted(season())
    row = pd.DataFrame({"log_fans": [6.3], "price": [35.0]})
    shares = [model.predict(row, [room])["sell_through"].item() for room in (300, 600, 1200)]
    assert shares[0] > shares[1] > shares[2]


def test_a_wider_level_gives_a_wider_interval() -> None:
    widths = []
    for level in (0.5, 0.8):
        answer = predicted(fitted(season(), level=level), season(seed=3))
        widths.append((answer["high"] - answer["low"]).mean())
    assert widths[0] < widths[1]


def test_later_shows_alone_set_the_margin_and_no_day_is_on_both_sides() -> None:
    shows = season(200)
    shows["shown_on"] = pd.to_datetime("2024-01-01") + pd.to_timedelta(np.arange(200) // 40, unit="D")
    model = fitted(shows)
    assert (model.n_shows_, model.n_calibration_) == (120, 80)
    steady, drifting = fitted(season(seed=4)), fitted(season(seed=4, drift=-1.5))
    assert drifting.margin_ > steady.margin_


def test_the_order_of_the_rows_does_not_matter() -> None:
    shows = season(300)
    shuffled = shows.sample(frac=1, random_state=0)
    pd.testing.assert_frame_equal(
        predicted(fitted(shows), season(seed=2)), predicted(fitted(shuffled), season(seed=2)), atol=0.02
    )


def test_too_few_shows_are_declined_with_the_number_needed() -> None:
    with pytest.raises(NotEnoughData, match="59 past shows, 60 needed"):
        fitted(season(59))
    one_day = season(100).assign(shown_on=pd.Timestamp("2024-05-01"))
    with pytest.raises(NotEnoughData, match="0 shows before 2024-05-01 and 100"):
        fitted(one_day)


def test_a_booking_unlike_all_past_shows_is_declined_in_words() -> None:
    model = fitted(season())
    rows = pd.DataFrame({"log_fans": [6.5, 6.5, np.nan, 6.5], "price": [30.0, 500.0, np.nan, np.nan]})
    answer = model.predict(rows, [600, 600, 600, 20000])
    assert answer["declined"].isna().tolist() == [True, False, False, False]
    assert "price 500 lies outside" in answer["declined"][1]
    assert answer["declined"][2] == "Nothing is known of this booking."
    assert "sellable 20,000 lies outside" in answer["declined"][3]
    assert answer.loc[1:, ["sell_through", "low", "high"]].isna().all(axis=None)


def test_unusable_rows_are_refused() -> None:
    shows, model = season(100), BookingOutcome()
    features = shows[["log_fans", "price"]]
    with pytest.raises(WrongMatrix, match="above 0"):
        model.fit(features, shows["tickets_sold"], shows["sellable"] * 0, shows["shown_on"])
    with pytest.raises(WrongMatrix, match="tickets sold"):
        model.fit(features, -shows["tickets_sold"] - 1, shows["sellable"], shows["shown_on"])
    with pytest.raises(WrongMatrix, match="passed apart"):
        model.fit(shows[["sellable"]], shows["tickets_sold"], shows["sellable"], shows["shown_on"])
    with pytest.raises(WrongMatrix, match="log_fans, price"):
        fitted(shows).predict(features[["price", "log_fans"]], shows["sellable"])


class Days:
    """The days of shows, that keep how many threads were allowed when a model asked for them."""

    def __init__(self, days: pd.Series) -> None:
        self.days, self.threads = days, 0

    def __array__(self, dtype: object = None, copy: bool | None = None) -> np.ndarray:
        self.threads = max(pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "openmp")
        return self.days.to_numpy(dtype)


def test_it_learns_on_one_thread_whatever_the_process_may_use() -> None:
    shows = season()
    days = Days(shows["shown_on"])
    with threadpool_limits(limits=4):
        BookingOutcome().fit(shows[["log_fans", "price"]], shows["tickets_sold"], shows["sellable"], days)
    assert days.threads == 1


def test_saved_and_loaded_it_answers_the_same(tmp_path: Path) -> None:
    model = fitted(season(200))
    save(model, tmp_path / "outcome.skops")
    again = load(tmp_path / "outcome.skops")
    pd.testing.assert_frame_equal(predicted(again, season(seed=2)), predicted(model, season(seed=2)))
