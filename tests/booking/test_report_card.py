"""How past recommendations are scored: on rolling cuts, with what was known at each."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from core.booking import report_card
from core.booking.features import past_of
from core.booking.history import books
from core.errors import NotEnoughData
from tests.booking.frames import dates, metrics, shows

CUT, END, TODAY = date(2024, 12, 1), date(2025, 3, 1), date(2025, 6, 1)


@pytest.fixture(scope="module")
def town():
    """Twelve rooms of two tastes: each has some of the acts of its taste, and more of them later."""
    rng = np.random.default_rng(0)
    rows = [{"venue_id": f"v{v}", "artist_id": f"a{(v % 2) * 20 + rng.integers(0, 20)}",
             "local_date": pd.Timestamp("2024-01-01") + pd.Timedelta(days=int(rng.integers(0, 500)))}
            for v in range(12) for _ in range(25)]
    return (pd.DataFrame(rows), pd.DataFrame({"venue_id": [f"v{v}" for v in range(12)]}),
            pd.DataFrame({"artist_id": [f"a{a}" for a in range(40)]}))


def test_lists_that_follow_taste_are_better_than_what_is_booked_most(town):
    rows = report_card.slates(*town, cut=CUT, months=3)
    card = report_card.card({"slate": [(CUT, END, rows)]}).set_index(["method", "cut"])
    ours, popular = card.loc[("ours", CUT)], card.loc[("popularity", CUT)]
    assert ours["ndcg"] > popular["ndcg"]
    assert ours["n"] == popular["n"] == len(rows) / 2
    popular = card[card.index.get_level_values("cut").isna()].loc["popularity"].iloc[0]
    assert popular["gain"] == pytest.approx(ours["ndcg"] - popular["ndcg"])
    assert popular["gain_lo"] <= popular["gain"] <= popular["gain_hi"]


def test_shows_are_scored_by_what_was_known_at_the_cut():
    past = shows(240)
    rows = report_card.ranges(past_of(past, dates(past), metrics(), before=TODAY), cut=CUT, end=END)
    asked = past[(past["decided_on"] >= pd.Timestamp(CUT)) & (past["decided_on"] < pd.Timestamp(END))
                 & (past["local_date"] < pd.Timestamp(TODAY))]
    assert set(rows["key"]) == set(asked["concert_id"])
    later = past["local_date"] >= pd.Timestamp(CUT)
    changed = past.assign(tickets_sold=past["tickets_sold"].where(~later, 1))
    again = report_card.ranges(past_of(changed, dates(past), metrics(), before=TODAY), cut=CUT, end=END)
    pd.testing.assert_frame_equal(rows.drop(columns="share"), again.drop(columns="share"))


def test_the_card_says_period_number_coverage_and_error_of_each_method():
    rows = pd.DataFrame({"key": ["x", "y", "z"] * 2, "method": ["ours"] * 3 + ["venue mean"] * 3, "share": [0.5, 0.8, 1.0] * 2,
                         "said": [0.6, 0.8, np.nan, 0.9, 0.9, 0.9], "low": [0.55, 0.7, np.nan] + [np.nan] * 3,
                         "high": [0.7, 0.9, np.nan] + [np.nan] * 3})
    card = report_card.card({"outcome": [(CUT, END, rows)], "slate": []})
    whole = card[card["cut"].isna()].set_index("method")
    assert whole.loc["ours", ["n", "coverage"]].tolist() == [2, 0.5]
    assert whole.loc["ours", "error"] == pytest.approx(0.05)
    assert whole.loc["venue mean", "gain"] == pytest.approx(0.25 - 0.05)  # on the two that both say
    assert np.isnan(whole.loc["venue mean", "coverage"])
    assert set(whole["period_from"]) == {CUT}
    assert set(whole["period_to"]) == {END}


def test_nothing_scored_makes_an_empty_card():
    assert report_card.card({"slate": [(CUT, END, pd.DataFrame())]}).empty


def test_too_few_dates_are_declined_with_their_number(town):
    with pytest.raises(NotEnoughData, match="0 dates at 0 venues"):
        books(*town, before=date(2020, 1, 1))
