"""What a booking is judged by: only what was known on the day it was decided."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from core.booking.features import Expectation, Known, learned, past_of, played
from core.errors import NotEnoughData
from tests.booking.frames import FIRST, dates, metrics, shows

CUT, DAY = date(2024, 9, 1), date(2025, 3, 1)


def known(asked: pd.DataFrame, past: pd.DataFrame) -> pd.DataFrame:
    return Known(past, dates(past), metrics()).features(asked)


def test_what_happened_on_or_after_the_decision_changes_nothing():
    past = shows()
    asked = past[past["decided_on"] <= pd.Timestamp(CUT)]
    before = known(asked, past)
    later = past["local_date"] >= asked["decided_on"].max()
    changed = past.assign(tickets_sold=past["tickets_sold"].where(~later, 1), price=past["price"].where(~later, 999.0))
    listed = dates(past).assign(venue_capacity=past["venue_capacity"].where(~later, 50_000))
    audience = metrics().assign(value=lambda m: m["value"].where(m["date"] < pd.Timestamp(CUT), 9e9))
    after = Known(changed, listed, audience).features(asked.assign(price=before["price"].to_numpy()))
    pd.testing.assert_frame_equal(before, after)


def test_what_happened_before_the_decision_does_change_it():
    past = shows()
    last = past.tail(1)
    halved = past.assign(tickets_sold=past["tickets_sold"] // 2)
    assert known(last, past)["venue's share sold"].iloc[0] > 1.5 * known(last, halved)["venue's share sold"].iloc[0]


def test_a_metric_is_the_dated_value_of_the_time_and_never_todays():
    past = shows()
    heard = known(past, past)["artist's listeners"]
    number = past["artist_id"].str[1:].astype(int)
    assert heard[number < 10].to_numpy() == pytest.approx(100 * (number[number < 10] + 1).to_numpy())
    assert heard[number >= 10].isna().all()


def test_rows_keep_the_order_they_were_asked_in():
    past = shows()
    asked = past.sample(frac=1, random_state=3)
    again = known(past, past).set_axis(past.index).loc[asked.index].reset_index(drop=True)
    pd.testing.assert_frame_equal(known(asked, past), again)


def test_a_show_counts_once_it_is_over_and_not_when_cancelled():
    some = shows(10)
    some.loc[0, "cancelled"] = True
    some.loc[1, "tickets_sold"] = np.nan
    counted = played(some, (FIRST + pd.Timedelta(days=12)).date())
    assert list(counted["concert_id"]) == ["c2", "c3", "c4", "c5"]


@pytest.fixture(scope="module")
def expectation():
    past = shows()
    known = past_of(past, dates(past), metrics(), before=DAY)
    return Expectation(known.known, learned(known, before=DAY))


def asked(**changes):
    row = {"artist_id": "a24", "venue_id": "big", "venue_capacity": 800, "city": "Leeds", "genre": "Folk", "price": 25.0,
           "sellable": 800.0, "decided_on": pd.Timestamp("2025-03-01"), "local_date": pd.Timestamp("2025-04-12")}
    return pd.DataFrame([row | changes])


def test_an_artist_that_draws_more_is_expected_to_sell_more(expectation):
    strong, weak = (expectation.of(asked(artist_id=name)).iloc[0] for name in ("a24", "a0"))
    assert strong["sell_through"] > weak["sell_through"]
    for row in (strong, weak):
        assert 0 <= row["sell_through_lo"] <= row["sell_through"] <= row["sell_through_hi"] <= 1


@pytest.mark.parametrize(("changes", "said"), [
    ({"artist_id": "nobody"}, "No past show"), ({"sellable": np.nan}, "capacity is not known"),
    ({"price": 400.0}, "price 400 lies outside")])
def test_what_is_not_known_is_declined_with_the_reason(expectation, changes, said):
    row = expectation.of(asked(**changes)).iloc[0]
    assert said in row["declined"]
    assert row[["sell_through", "sell_through_lo", "sell_through_hi"]].isna().all()


def test_too_few_played_shows_teach_nothing():
    few = shows(30)
    with pytest.raises(NotEnoughData, match="60 needed"):
        learned(past_of(few, dates(few), metrics(), before=DAY), before=DAY)
    with pytest.raises(NotEnoughData, match="No show of ours"):
        past_of(few.head(0), dates(few), metrics(), before=DAY)
