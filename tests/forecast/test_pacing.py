import numpy as np

from core.forecast.pacing import pacing_band, pacing_curves
from tests.forecast import small_season


def test_curves_are_cumulative_scaled_to_the_house_and_stop_at_the_date():
    shows = small_season.shows({"concert_id": "a", "local_date": "2025-03-31", "onsale_date": "2025-03-28"})
    sales = small_season.sales(("a", "2025-03-28", 10), ("a", "2025-03-30", 5), ("a", "2025-03-31", 5))
    curve = pacing_curves(shows, sales, ["a"], as_of="2025-03-30", sellable=200)
    assert curve["days_out"].tolist() == [3, 2, 1]
    assert curve["tickets_sold"].tolist() == [10, 10, 15]
    assert curve["scaled_tickets"].tolist() == [20, 20, 30]


def test_pace_index_is_sold_over_the_median_of_the_comparables_at_the_same_days_out():
    shows, sales = small_season.young_company([40, 60, 80])
    names = ["past 0", "past 1", "past 2"]
    band = pacing_band(shows, sales, "next", names, as_of="2025-12-21").set_index("days_out")
    assert band.loc[10, ["tickets_sold", "comparable_median", "pace_index"]].tolist() == [30, 30, 1.0]
    assert band.loc[0, "comparable_median"] == 60
    assert np.isnan(band.loc[9, "tickets_sold"])
    assert np.isnan(band.loc[11, "pace_index"])  # nobody had sold anything by then
    assert band.loc[0, "n_comparables"] == 3
    assert band["comparable_p10"].isna().all()


def test_nine_comparables_give_a_band_around_the_median():
    shows, sales = small_season.young_company([20, 30, 40, 50, 60, 70, 80, 90, 100])
    names = [f"past {i}" for i in range(9)]
    last = pacing_band(shows, sales, "next", names, as_of="2025-12-21").set_index("days_out").loc[0]
    assert last["comparable_p10"] == 28
    assert last["comparable_p90"] == 92


def test_without_comparables_the_own_curve_stands_alone():
    shows, sales = small_season.young_company([])
    band = pacing_band(shows, sales, "next", [], as_of="2025-12-21")
    assert band["tickets_sold"].max() == 30
    assert band["pace_index"].isna().all()
