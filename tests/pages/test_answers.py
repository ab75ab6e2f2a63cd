"""The words of the pages: every sentence is made from its frame, and says no more than the frame holds."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.answers import attribution, comparing, concerts, data, dates, events, marketing, overview, settlements
from core.filters import Filters

LINES = [("Gross", 1000, "total"), ("Refunds", 0, "step"), ("Facility fees", -50, "step"), ("Adjusted gross", 950, "total"),
         ("Tax 20 % in the price", -150, "step"), ("Net gross", 800, "total")]


def sheet(expenses: list[int], walkout: int) -> pd.DataFrame:
    """The lines of a settlement as `concerts.settlement_lines` gives them."""
    left = 800 - sum(expenses)
    lines = [*LINES, *((f"cost {i}", -cost, "step") for i, cost in enumerate(expenses)), ("Net to split", left, "total"),
             ("Walkout", -walkout, "step"), ("Promoter result", left - walkout, "total"), ("Balance due", walkout, "payment")]
    frame = pd.DataFrame(lines, columns=["label", "amount", "part"])
    return frame.assign(amount=frame["amount"].map(Decimal), state="estimate", is_total=frame["part"] == "total")


@given(st.lists(st.integers(0, 400), max_size=15), st.integers(0, 900))
def test_the_bars_of_the_waterfall_still_add_up(expenses, walkout):
    bars = settlements.waterfall(sheet(expenses, walkout))
    running = Decimal(0)
    for bar in bars.itertuples():
        running = bar.amount if bar.label == "Gross" else running if bar.is_total else running + bar.amount
        assert running == bar.amount or not bar.is_total, f"{bar.label} does not follow from the bars above it"
    assert len(bars) <= 10


def test_small_expenses_stand_together_and_a_state_only_where_it_is_the_exception():
    lines = sheet([10, 300, 20, 200, 100], 50)
    lines.loc[lines["label"] == "Walkout", "state"] = "actual"
    bars = settlements.waterfall(lines)
    assert bars["label"].tolist() == ["Gross", "Facility fees", "Tax 20 % in the price", "Net gross", "Cost 1", "Cost 3",
                                      "Cost 4", "Other expenses", "Walkout", "Promoter result"]
    assert bars.set_index("label").loc["Other expenses", "amount"] == -30
    assert bars["state"].dropna().tolist() == ["actual"]


@pytest.mark.parametrize(("chance", "said"), [(1.0, ">99%"), (0.0, "<1%"), (0.24, "24%"), (None, "–"), (float("nan"), "–")])
def test_odds_from_a_sample_are_never_certain(chance, said):
    assert concerts.odds(chance) == said


def test_reasons_of_a_comparable_fit_a_line():
    assert comparing.reason_words("same genre, similar price, same artist") == "same genre, artist · similar price"


def on_sale(**columns: list) -> pd.DataFrame:
    known = {"pace": [80.0, 60.0, 93.0, 120.0], "at_stake": [100.0, 900.0, 50.0, 0.0], "currency": ["GBP"] * 4,
             "tickets_short": [9, 4, 2, 0], "tickets_7d": [1] * 4, "tickets_prior_7d": [1] * 4, "spend_7d": [1] * 4,
             "spend_prior_7d": [1] * 4, "artist": list("abcd")}
    return pd.DataFrame(known | columns)


def test_decide_today_holds_what_is_behind_most_money_first():
    assert overview.decisions(on_sale())["artist"].tolist() == ["b", "a"]
    assert overview.answer(on_sale()).startswith("2 of 4 shows on sale are behind pace.")


def test_money_of_two_currencies_is_not_compared():
    two = on_sale(currency=["GBP", "EUR", "GBP", "GBP"])
    assert overview.decisions(two)["artist"].tolist() == ["a", "b"], "by tickets, which can be compared"
    assert "€900 and £100" in overview.answer(two)


def test_with_nothing_behind_the_ones_to_watch_are_shown():
    assert overview.decisions(on_sale(pace=[95.0, 100.0, 93.0, None]))["artist"].tolist() == ["a", "c"]


@pytest.mark.parametrize(("span", "filters", "shown"), [
    ({"ahead": 3, "listed": 9}, Filters(), Filters()),
    ({"ahead": 0, "listed": 0}, Filters(), Filters()),
    ({"ahead": 0, "listed": 9}, Filters(date_to=date(2016, 1, 1)), Filters(date_to=date(2016, 1, 1))),
    ({"ahead": 0, "listed": 9}, Filters(), Filters(date_from=date(2013, 10, 1), date_to=date(2013, 11, 30))),
])
def test_a_history_without_dates_ahead_shows_its_fullest_time(span, filters, shown):
    assert events.window(filters, pd.Series(span | {"fullest_month": pd.Timestamp(2013, 10, 1)}), 60) == shown


def channels(**columns: list) -> pd.DataFrame:
    return pd.DataFrame({"channel": ["meta", "posters", "direct", None], "spend": [100.0, 400.0, 0.0, 0.0],
                         "tickets": [20, 1, 60, 19], "gross": [400.0, 20.0, 1200.0, 380.0],
                         "clicks": [50.0, None, None, None], "cost_per_ticket": [5.0, 400.0, None, None],
                         "roas": [4.0, 0.05, None, None]} | columns)


def test_what_cannot_be_clicked_gets_no_cost_per_ticket():
    rows = channels(cac=[None] * 4, model="last", window_days=7)
    shown = attribution.shown(rows).set_index("channel")
    assert shown["cost_per_ticket"].dropna().to_dict() == {"meta": 5.0}
    assert "Posters cannot be clicked" in attribution.caption(rows, 0)


def test_unattributed_is_direct_or_unknown_and_all_spend_counts():
    sums = marketing.totals(channels())
    assert (sums["unattributed"], sums["cost_per_ticket"], sums["blended_roas"]) == (0.79, 5.0, 4.0)


def test_an_unticked_row_leaves_the_choice_and_the_rest_stays_in_its_order():
    ids = ("a", "b", "c")
    assert comparing.ticked(ids, None, {}) == ids
    assert comparing.ticked(ids, None, {1: False}) == ("a", "c")
    assert comparing.ticked(ids, ("a",), {2: True, 0: False}) == ("c",)


def test_the_url_names_the_show_that_its_choice_is_for():
    assert comparing.chosen_in(comparing.in_url("s 1", ("a", "b")), "s 1") == ("a", "b")
    assert comparing.chosen_in("s 1~a,b", "s 2") is None
    assert comparing.chosen_in("s~", "s") == ()
    assert comparing.chosen_in(None, "s") is None


def test_the_data_page_names_the_services_that_are_on_and_the_last_error():
    off = [{"service": "S3", "state": "missing", "why": "MARQUEE_S3_BUCKET is not set"}]
    assert data.service_words(data.service_table(off)) == "No AWS service is switched on; none is needed"
    on = [*off, {"service": "DynamoDB", "state": "present", "why": "MARQUEE_DYNAMODB_TABLE is desk"}]
    assert data.service_words(data.service_table(on)) == "1 of 2 AWS services switched on"
    assert data.error_words(data.error_table([])) == "No error in the log"
    error = {"at": datetime(2026, 5, 1, 8, 30, tzinfo=UTC), "action": "aws push", "user": "ada", "message": "No.",
             "run_id": "r1"}
    assert data.error_words(data.error_table([error])) == "1 error in the log, the last 1 May 2026, 08:30 UTC"


def test_a_source_in_a_line_names_its_last_run_what_is_left_and_what_to_do():
    asked = {"state": "configured", "last_run_at": datetime(2026, 11, 28, 14, 12), "last_outcome": "partial",
             "budget_left": 4884.0, "what_to_do": ""}
    assert data.standing(asked) == "Last asked 28 Nov 2026, 14:12 UTC, partial; 4,884 calls left today."
    missing = {"state": "missing key", "last_run_at": None, "last_outcome": None, "budget_left": 4900.0,
               "what_to_do": "Register."}
    assert data.standing(missing) == "Never asked. Register."


def test_what_runs_changed_is_said_with_the_most_worrying_first():
    changes = pd.DataFrame({"new": [0, 9], "cancelled": [2, 0], "rescheduled": [1, 0], "postponed": [0, 0], "gone": [3, 0]})
    assert data.change_words(changes) == "Listings that changed last: 2 cancelled, 3 gone, 1 rescheduled"
    assert data.change_words(changes.iloc[:0]) == "No listing has changed"


def test_how_a_job_ended_is_said_in_words():
    at = "2026-11-28T14:12:05+00:00"
    assert data.ended({"what": "spotify", "state": "failed", "detail": "No key.", "updated_at": at}) == (
        "Failed 28 Nov 2026, 14:12 UTC. No key.")
    imported = json.dumps({"kinds": {"concerts": {"new": 1, "changed": 0, "rejected": 2}}, "refused": ""})
    assert data.ended({"what": "import", "state": "complete", "detail": imported, "updated_at": at}) == (
        "Complete 28 Nov 2026, 14:12 UTC. concerts: 1 new, 0 changed, 2 refused")


def test_what_can_be_said_of_a_match_depends_on_who_is_in_question():
    act = {"source": "ticketmaster", "source_artist_id": "K8", "artist_id": "tm-K8",
           "candidate_ids": np.array(["one", "two"])}
    assert data.choices(act, {"one": "Phoenix"}) == {
        "Phoenix (one)": {"K8": "one"}, "two (two)": {"K8": "two"}, "An artist of its own": {"K8": None}}
    ours = {"source": "spotify", "source_artist_id": None, "artist_id": "one", "candidate_ids": ["s1", "s2"]}
    assert data.choices(ours, {}) == {"Spotify s1": {"s1": "one"}, "Spotify s2": {"s2": "one"},
                                      "None of them": {"s1": None, "s2": None}}
    assert data.choices(ours | {"candidate_ids": None}, {}) == {}


def test_what_is_not_known_is_said_in_words_and_never_as_a_dash_in_a_sentence():
    show = {"artist": "Solo", "phase": "announced", "tickets_sold": 0, "sellable": None, "onsale_date": None}
    assert concerts.answer(show) == "Solo is announced, with no on-sale date: no ticket types are on file."
    day = pd.Timestamp(2026, 12, 4)
    assert concerts.answer(show | {"onsale_date": day, "sellable": 90}) == "Solo goes on sale Fri 4 Dec 2026: 90 tickets to sell."
    spent = {"spend": 500.0, "tickets": 0.0, "cost_per_ticket": np.nan, "unattributed": np.nan}
    assert marketing.answer(spent, "GBP") == "£500 is spent, and no ticket is sold yet."


def test_dates_that_nothing_tells_apart_have_no_best():
    month = pd.DataFrame({"date": pd.to_datetime(["2026-12-04", "2026-12-05"]), "rank": [1.0, 2.0], "change": [0.0, 0.0],
                          "score": [np.nan, np.nan]})
    assert dates.best_words(month) == "Nothing measured tells the 2 free dates apart"
    assert dates.best_words(month.assign(change=[0.02, 0.0])).startswith("Fri 4 Dec is the best free date")
