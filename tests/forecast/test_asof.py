import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from core.forecast.asof import COLUMNS, YOUNG, forecast, forecast_at
from tests.forecast import small_season

AS_OF = "2025-06-17"
ENDS = ["p10", "p90"]


@pytest.fixture(scope="module")
def asked(season):
    return forecast(*season, as_of=AS_OF)


def test_every_concert_on_sale_and_not_yet_played_is_answered_once(season, asked):
    shows, _ = season
    on_sale = shows[(shows.onsale_date <= AS_OF) & (shows.local_date >= AS_OF) & ~shows.cancelled]
    assert sorted(asked.concert_id) == sorted(on_sale.concert_id)
    assert list(asked.columns) == COLUMNS
    assert (asked.n_comparables >= YOUNG).all()
    assert asked[["p10", "p50", "p90", "sell_out_probability"]].notna().all(axis=None)


def test_sales_after_the_date_never_change_the_forecast(season, asked):
    shows, sales = season
    later = sales.date > AS_OF
    perturbed = sales.assign(tickets=sales.tickets.where(~later, sales.tickets * 3 + 7))
    assert_frame_equal(forecast(shows, perturbed, as_of=AS_OF), asked)


def test_a_store_loaded_only_to_the_date_in_another_order_gives_the_same_answer(season, asked):
    shows, sales = season
    known = sales[sales.date <= AS_OF].sample(frac=1, random_state=1)
    assert_frame_equal(forecast(shows.sample(frac=1, random_state=2), known, as_of=AS_OF), asked)


def test_a_horizon_is_answered_as_if_asked_on_that_day(season, asked):
    at = forecast_at(*season, days_out=range(7, 22), first="2025-06-24", last="2025-07-08")
    same_day = at[pd.to_datetime(at.as_of) == AS_OF].reset_index(drop=True)
    assert same_day.days_out.nunique() > 2
    direct = asked[asked.concert_id.isin(same_day.concert_id)].set_index("concert_id").loc[same_day.concert_id]
    assert_frame_equal(same_day, direct.reset_index()[COLUMNS], check_dtype=False)


def test_horizons_cover_every_concert_of_the_range_and_no_cancelled_one(season):
    shows, _ = season
    at = forecast_at(*season, days_out=[60, 1], first="2025-08-01", last="2025-08-31")
    played = shows[shows.local_date.between("2025-08-01", "2025-08-31") & ~shows.cancelled]
    assert sorted(at.concert_id) == sorted([*played.concert_id, *played.concert_id])
    assert ((pd.to_datetime(at.as_of) + pd.to_timedelta(at.days_out, "D")) >= "2025-08-01").all()


def test_a_cancelled_show_teaches_nothing(season, asked):
    shows, sales = season
    cancelled = shows[shows.cancelled & (shows.local_date < AS_OF)].concert_id
    assert len(cancelled) > 3
    louder = sales.assign(tickets=sales.tickets.where(~sales.concert_id.isin(cancelled), 500))
    assert_frame_equal(forecast(shows, louder, as_of=AS_OF), asked)


def test_answers_lie_between_sold_and_sellable_in_order(asked):
    ladder = asked[["tickets_sold", "p10", "p25", "p50", "p75", "p90", "sellable"]].to_numpy(float)
    assert (np.diff(ladder, axis=1) >= 0).all()
    assert asked.sell_out_probability.between(0, 1).all()


def test_a_likely_sell_out_keeps_its_upper_end_at_the_house(asked):
    likely = asked[asked.sell_out_probability >= 0.1]
    assert len(likely) > 5
    assert (likely.p90 == likely.sellable).all()


@pytest.mark.parametrize("n", [1, 5, 8])
def test_fewer_than_nine_past_shows_decline_the_interval_and_say_why(n):
    row = forecast(*small_season.young_company([60] * n), as_of="2025-12-21").iloc[0]
    assert row[ENDS].isna().all()
    assert row.declined_reason == f"{n} comparables, 9 needed"
    assert row.n_comparables == n
    assert row.tickets_sold <= row.p50 <= row.sellable
    assert 0 < row.sell_out_probability < 1


def test_nine_past_shows_give_the_ends_of_what_they_still_sold():
    finals = [40, 50, 60, 70, 80, 90, 44, 62, 84]  # half of it still to come at ten days out: 20 to 45 of 100
    row = forecast(*small_season.young_company(finals), as_of="2025-12-21").iloc[0]
    assert (row.p10, row.p90) == (30 + 20, 30 + 45)
    assert row.declined_reason is None
    assert row.p10 <= row.p50 <= row.p90


def test_a_show_that_is_cancelled_is_not_one_of_the_nine():
    shows, sales = small_season.young_company([60] * 9)
    shows.loc[shows.concert_id == "past 3", "cancelled"] = True
    assert forecast(shows, sales, as_of="2025-12-21").iloc[0].declined_reason == "8 comparables, 9 needed"


def test_a_show_without_history_gets_the_linear_pace_as_median():
    shows = small_season.shows({"concert_id": "first", "local_date": "2025-03-31", "onsale_date": "2025-03-02"})
    row = forecast(shows, small_season.sales(("first", "2025-03-05", 20)), as_of="2025-03-11").iloc[0]
    assert row.p50 == 20 + 20 / 10 * 20
    assert row.declined_reason == "0 comparables, 9 needed"


def test_without_sales_or_history_there_is_no_median_either():
    shows = small_season.shows({"concert_id": "first", "local_date": "2025-03-31"})
    row = forecast(shows, small_season.sales(), as_of="2025-03-11").iloc[0]
    assert np.isnan(row.p50)


def test_history_alone_gives_a_median_before_a_ticket_is_sold():
    shows, sales = small_season.young_company([60] * 5)
    row = forecast(shows, sales[sales.concert_id != "next"], as_of="2025-12-21").iloc[0]
    assert 0 < row.p50 < 100


def test_an_unknown_house_declines_but_keeps_what_is_sold():
    shows, sales = small_season.young_company([60] * 9)
    shows["sellable"] = shows["sellable"].astype(float).where(shows.concert_id != "next")
    row = forecast(shows, sales, as_of="2025-12-21").iloc[0]
    assert row.declined_reason == "sellable is unknown"
    assert row.p50 == 30
    assert row[ENDS].isna().all()


def test_a_full_house_is_certain():
    shows, sales = small_season.young_company([60] * 9)
    full = pd.concat([sales, small_season.sales(("next", "2025-12-21", 70))])
    row = forecast(shows, full, as_of="2025-12-21").iloc[0]
    assert (row.p10, row.p50, row.p90, row.sell_out_probability) == (100, 100, 100, 1.0)


def test_an_empty_store_answers_with_no_rows():
    shows, sales = small_season.shows({"concert_id": "x", "local_date": "2025-01-01"}).iloc[:0], small_season.sales()
    assert list(forecast(shows, sales, as_of="2025-12-21").columns) == COLUMNS


day = st.integers(0, 70)


@settings(max_examples=40, deadline=None)
@given(
    past=st.lists(st.tuples(st.integers(1, 100), day), min_size=0, max_size=12),
    own=st.lists(st.tuples(st.integers(-20, 60), day), max_size=6),
    days_out=st.integers(0, 59),
)
def test_whatever_was_sold_or_refunded_answers_stay_within_the_house_and_the_past(past, own, days_out):
    dates = pd.date_range("2025-01-01", periods=len(past), freq="5D")
    rows = [{"concert_id": f"p{i}", "local_date": date} for i, date in enumerate(dates)]
    shows = small_season.shows(*rows, {"concert_id": "next", "local_date": "2025-06-30"})
    as_of = pd.Timestamp("2025-06-30") - pd.Timedelta(days=days_out)
    sold = [(f"p{i}", dates[i] - pd.Timedelta(days=d), n) for i, (n, d) in enumerate(past)]
    own_sold = [("next", pd.Timestamp("2025-06-30") - pd.Timedelta(days=d), n) for n, d in own]
    answer = forecast(shows, small_season.sales(*sold, *own_sold), as_of=as_of).iloc[0]
    known = [row for row in own_sold if row[1] <= as_of]
    assert_frame_equal(
        forecast(shows, small_season.sales(*sold, *known), as_of=as_of).iloc[[0]],
        answer.to_frame().T,
        check_dtype=False,
    )
    floor = max(answer.tickets_sold, 0)
    for level in ("p10", "p50", "p90"):
        if not pd.isna(answer[level]):
            assert floor <= answer[level] <= max(100, floor)
    assert pd.isna(answer.p10) == (answer.n_comparables < 9)
