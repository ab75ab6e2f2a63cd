"""Who is left out of a slate and why, and how the rest is ordered."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.booking import slate

LEEDS = pd.Series({"city": "Leeds", "country": "GB", "latitude": 53.80, "longitude": -1.55})
DAY = date(2026, 6, 15)


def one(**values) -> pd.DataFrame:
    row = {"artist_id": "a", "venue": "Hall", "city": "York", "country": "GB", "latitude": 53.96, "longitude": -1.08,
           "local_date": pd.Timestamp("2026-06-20"), "radius_miles": 50.0, "starts_on": pd.Timestamp("2026-06-01"),
           "ends_on": pd.Timestamp("2026-07-01")}
    return pd.DataFrame([row | values])


def test_miles_are_great_circle_and_the_same_city_is_near_without_coordinates():
    assert slate.miles_from(LEEDS, one()).iloc[0] == pytest.approx(22.3, abs=1)
    assert slate.miles_from(LEEDS, one(latitude=None, longitude=None, city="LEEDS")).iloc[0] == 0
    assert np.isnan(slate.miles_from(LEEDS, one(latitude=None, longitude=None)).iloc[0])
    assert np.isnan(slate.miles_from(LEEDS, one(latitude=None, longitude=None, city="Leeds", country="US")).iloc[0])


@pytest.mark.parametrize(("changes", "near"), [
    ({}, True), ({"local_date": pd.Timestamp("2026-09-20")}, False), ({"local_date": pd.Timestamp("2026-05-20")}, True),
    ({"latitude": 40.7, "longitude": -74.0, "city": "New York", "country": "US"}, False)])
def test_an_artist_that_plays_near_in_place_and_time_is_booked_nearby(changes, near):
    found = slate.booked_nearby(one(**changes), LEEDS, DAY, miles=150, days=60)
    assert ("a" in found) is near


def test_the_nearest_date_in_time_is_the_one_named():
    two = pd.concat([one(), one(local_date=pd.Timestamp("2026-06-16"), venue="Next Door")])
    assert "Next Door" in slate.booked_nearby(two, LEEDS, DAY, miles=150, days=60)["a"]


@pytest.mark.parametrize(("changes", "held"), [
    ({}, True), ({"radius_miles": 10.0}, False), ({"ends_on": pd.Timestamp("2026-06-14")}, False),
    ({"ends_on": pd.Timestamp("2026-06-15")}, True), ({"starts_on": pd.Timestamp("2026-06-16")}, False)])
def test_a_radius_clause_holds_within_its_miles_and_days(changes, held):
    assert ("a" in slate.held_by_clause(one(**changes), LEEDS, DAY)) is held


def test_a_room_of_the_wrong_size_is_said_and_an_unknown_one_is_not_held_against_anybody():
    assert "5,000" in slate.wrong_size(5000, 400)
    assert slate.wrong_size(100, 4000)
    assert slate.wrong_size(400, 500) is None
    assert slate.wrong_size(np.nan, 500) is None
    assert slate.wrong_size(400, None) is None


def test_one_genre_does_not_fill_the_list():
    scores = np.array([1.0, 0.99, 0.98, 0.9, 0.0])
    alike = slate.genre_likeness(pd.Series(["Rock", "Rock", "Rock", "Jazz", "Folk"]))
    assert slate.diverse(scores, alike, 3, relevance=1.0) == [0, 1, 2]
    assert slate.diverse(scores, alike, 3)[:2] == [0, 3]


def test_unknown_genres_are_not_alike():
    assert slate.genre_likeness(pd.Series([None, None])).tolist() == [[0, 0], [0, 0]]


@given(st.lists(st.floats(-5, 5), max_size=12), st.integers(0, 15))
def test_every_row_is_taken_once_and_no_more_than_asked(scores, k):
    taken = slate.diverse(np.array(scores), np.eye(len(scores)), k)
    assert len(taken) == len(set(taken)) == min(k, len(scores))
