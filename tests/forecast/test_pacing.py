import numpy as np
import pandas as pd
import pytest

from core.forecast.moments import Curves
from core.forecast.pacing import HORIZON, House, growth
from tests.forecast import small_season


def house(finals: list[int], as_of: str = "2025-12-21") -> House:
    shows, sales = small_season.young_company(finals)
    return House(Curves(shows, sales[sales["date"] <= as_of]))


def past(n: int) -> list[str]:
    return [f"past {i}" for i in range(n)]


def test_pace_index_is_the_share_sold_over_the_median_share_of_the_comparables_at_the_same_days_out():
    shares = house([40, 60, 80])
    pace = shares.pace("next", shares.median(past(3)), 10)
    assert pace == {"pace_index": pytest.approx(1.0), "comparable_share": 0.3, "comparable_final_share": 0.6}


def test_there_is_no_pace_before_the_comparables_had_sold_anything_or_without_any():
    shares = house([40, 60, 80])
    assert np.isnan(shares.pace("next", shares.median(past(3)), 11)["pace_index"])
    assert np.isnan(shares.pace("next", shares.median([]), 10)["pace_index"])
    assert np.isnan(shares.pace("next", shares.median(past(3)), HORIZON + 1)["pace_index"])


def test_leaving_a_comparable_out_changes_the_median():
    shares = house([40, 60, 80])
    assert (shares.median(past(3))[0], shares.median(past(2))[0]) == (0.6, 0.5)


def test_a_small_house_weighs_as_much_as_a_large_one():
    shows, sales = small_season.young_company([40, 40, 40])
    shows.loc[shows["concert_id"] == "past 0", "sellable"] = 50
    shares = House(Curves(shows, sales))
    assert shares.median(["past 0"])[0] == 0.8


def test_the_band_runs_from_what_is_sold_today_to_each_quantile_as_the_comparables_grew():
    shares = house([40, 60, 80])
    final = pd.Series({"p10": 40.0, "p25": 50.0, "p50": 60.0, "p75": 70.0, "p90": 80.0})
    band = shares.band("next", shares.median(past(3)), 10, final).set_index("days_out")
    assert band.loc[10, ["median", "p10", "p90"]].tolist() == [30, 30, 30]
    assert band.loc[0, ["median", "p10", "p50", "p90"]].tolist() == [60, 40, 60, 80]
    assert band.loc[11:, ["p10", "p90"]].isna().all(axis=None)


def test_nine_chosen_shows_point_to_the_ends_of_what_they_still_sold():
    finals = [40, 50, 60, 70, 80, 90, 44, 62, 84]  # half of it still to come at ten days out: 20 to 45 of 100
    pointed = house(finals).pointed_to("next", past(9), 10)
    assert (pointed["p10"], pointed["p50"], pointed["p90"]) == (30 + 20, 30 + 31, 30 + 45)
    assert (pointed["n_comparables"], pointed["declined_reason"]) == (9, None)


def test_eight_chosen_shows_give_a_median_and_the_reason_instead_of_a_range():
    pointed = house([60] * 9).pointed_to("next", past(8), 10)
    assert pointed["p50"] == 60
    assert pointed[["p10", "p25", "p75", "p90"]].isna().all()
    assert pointed["declined_reason"] == "8 comparables, 9 needed"


def test_no_chosen_show_points_nowhere():
    pointed = house([60] * 9).pointed_to("next", [], 10)
    assert pointed[["p10", "p50", "p90"]].isna().all()
    assert pointed["declined_reason"] == "0 comparables, 9 needed"


def test_what_chosen_shows_point_to_stays_between_sold_and_the_house():
    pointed = house([100] * 9).pointed_to("next", past(9), 10)
    assert pointed["p90"] == 80
    full = house([100] * 9, as_of="2025-12-31").pointed_to("next", past(9), 0)
    assert full["p10"] == full["p90"] == 90


def test_a_comparable_that_was_not_on_sale_by_then_has_nothing_to_say():
    shares = house([60] * 9)
    assert shares.pointed_to("next", past(9), 61)["n_comparables"] == 0


def test_the_way_to_the_final_never_falls_though_the_median_of_the_comparables_does():
    way = growth(np.array([1.0, 0.6, 0.3, 0.5, 0.2]))
    assert (way[0], way[-1]) == (1, 0)
    assert (np.diff(way) <= 0).all()
