import numpy as np
import pytest

from core.forecast.moments import Curves, day_number
from tests.forecast import small_season

SHOW = {"concert_id": "a", "local_date": "2025-03-31", "onsale_date": "2025-03-01"}
SALES = (("a", "2025-03-01", 20), ("a", "2025-03-10", 5), ("a", "2025-03-10", 1), ("a", "2025-03-20", -3),
         ("a", "2025-03-31", 10), ("a", "2025-04-02", 99), ("stranger", "2025-03-05", 50))  # fmt: skip


@pytest.fixture
def one() -> Curves:
    return Curves(small_season.shows(SHOW), small_season.sales(*SALES))


def test_a_moment_holds_sales_up_to_and_including_its_day(one):
    moments = one.moments(np.zeros(6, int), np.array([31, 30, 22, 21, 11, 0]))
    assert moments["sold"].tolist() == [0, 20, 20, 26, 23, 33]
    assert moments["age"].tolist() == [-1, 0, 8, 9, 19, 30]
    assert moments["last_3"].tolist() == [0, 20, 0, 6, -3, 10]
    assert moments["first_week"].tolist() == [0, 20, 20, 20, 20, 20]


def test_sales_after_the_show_day_and_of_unknown_concerts_are_no_part_of_a_curve(one):
    assert one.final(np.array([0])).tolist() == [33]


def test_a_show_without_onsale_date_goes_on_sale_with_its_first_ticket():
    curves = Curves(small_season.shows({**SHOW, "onsale_date": None}), small_season.sales(("a", "2025-03-11", 4)))
    assert curves.moments(np.zeros(2, int), np.array([20, 21]))["age"].tolist() == [0, -1]


def test_sales_before_the_planned_onsale_date_count_from_the_first_ticket():
    curves = Curves(small_season.shows(SHOW), small_season.sales(("a", "2025-02-27", 4)))
    assert curves.moments(np.zeros(1, int), np.array([30]))["age"].tolist() == [2]


def test_only_shows_played_before_the_cut_that_sold_in_a_known_house_teach():
    shows = small_season.shows(
        {"concert_id": "sold", "local_date": "2025-01-01"},
        {"concert_id": "cancelled", "local_date": "2025-01-02", "cancelled": True},
        {"concert_id": "never on sale", "local_date": "2025-01-03"},
        {"concert_id": "no house", "local_date": "2025-01-04", "sellable": None},
        {"concert_id": "on the cut", "local_date": "2025-01-05"},
    )
    curves = Curves(shows, small_season.sales(*[
        (name, "2024-12-25", 5) for name in ("sold", "cancelled", "no house", "on the cut")
    ]))  # fmt: skip
    taught = curves.shows["concert_id"].iloc[curves.finished(day_number("2025-01-05"))]
    assert taught.tolist() == ["sold"]
