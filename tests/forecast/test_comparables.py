import pytest

from core.forecast.comparables import LEAST_WEIGHT, POINTS, comparables
from tests.forecast import small_season

OWN = {"concert_id": "own", "local_date": "2025-06-06"}  # a Friday
OTHER = {"genre": "jazz", "market": "Paris", "artist": "Somebody Else", "sellable": 900, "avg_price": 90.0}
AS_OF = "2025-05-01"


def test_the_most_alike_come_first_with_the_reason():
    shows = small_season.shows(
        OWN,
        {"concert_id": "twin", "local_date": "2025-04-04"},
        {**OTHER, "concert_id": "same artist", "local_date": "2025-04-05", "artist": "The Tides", "genre": "rock"},
        {**OTHER, "concert_id": "unlike", "local_date": "2025-04-05", "onsale_date": None},
    )
    chosen = comparables(shows, "own", as_of=AS_OF)
    assert chosen["concert_id"].tolist() == ["twin", "same artist"]
    assert chosen["weight"].iloc[0] == pytest.approx(1.0)
    assert "same artist" in chosen["reason"].iloc[1]
    assert "same market" not in chosen["reason"].iloc[1]
    assert (chosen["weight"] >= LEAST_WEIGHT).all()


def test_points_add_up_to_one():
    assert sum(POINTS.values()) == pytest.approx(1.0)


def test_only_shows_played_before_the_date_and_not_cancelled_are_compared():
    shows = small_season.shows(
        OWN,
        {"concert_id": "played", "local_date": "2025-04-30"},
        {"concert_id": "that day", "local_date": AS_OF},
        {"concert_id": "later", "local_date": "2025-05-09"},
        {"concert_id": "cancelled", "local_date": "2025-04-04", "cancelled": True},
    )
    assert comparables(shows, "own", as_of=AS_OF)["concert_id"].tolist() == ["played"]


def test_holidays_free_shows_and_festivals_are_flagged():
    rows = [{"concert_id": name, "local_date": "2025-04-04"} for name in ("festival", "free", "holiday")]
    shows = small_season.shows(OWN, *rows).assign(
        is_holiday=[False, False, False, True],
        is_festival=[None, True, False, False],
        avg_price=[20.0, 20.0, 0.0, 20.0],
    )
    chosen = comparables(shows, "own", as_of=AS_OF).set_index("concert_id")
    for flag in ("festival", "free", "holiday"):
        assert chosen.index[chosen[f"is_{flag}"]].tolist() == [flag]


def test_missing_attributes_are_like_nothing():
    blank = {"genre": None, "market": None, "artist": None, "sellable": None, "avg_price": None}
    shows = small_season.shows({**OWN, **blank}, {"concert_id": "past", "local_date": "2025-04-04", **blank})
    assert "same genre" not in " ".join(comparables(shows, "own", as_of=AS_OF)["reason"])


def test_an_unknown_concert_is_refused():
    with pytest.raises(KeyError, match="nobody"):
        comparables(small_season.shows(OWN), "nobody", as_of=AS_OF)
