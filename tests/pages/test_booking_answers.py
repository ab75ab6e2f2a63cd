"""What Artists says of whom to book: names, ranges and hit rates in words, and a reason wherever a figure is missing."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from core import words
from core.answers import artists
from core.answers import bookings as says

ROOMS = pd.DataFrame({
    "venue_id": ["V1", "V2", "V3", "V4"], "venue": ["Ash Hall", "Elm Hall", "Oak Hall", "Far Hall"],
    "city": ["Leeds", "Leeds", None, "Bonn"], "market": ["Leeds", "Leeds", "York", "Bonn"], "ours": [9, 2, 1, 0],
    "dates": [9, 9, 9, 99]})
CARD = pd.DataFrame({
    "part": ["slate", "slate", "outcome", "slate"], "method": ["ours", "popularity", "ours", "ours"],
    "cut": [None, None, None, date(2026, 1, 1)], "period_from": [pd.Timestamp(2025, 11, 1)] * 4,
    "period_to": [pd.Timestamp(2026, 11, 1)] * 4, "n": [299, 299, 51, 77], "hit_rate": [0.344, 0.338, np.nan, 0.9],
    "coverage": [np.nan, np.nan, 0.784, np.nan], "gain_lo": [np.nan, -0.003, np.nan, np.nan],
    "gain_hi": [np.nan, 0.03, np.nan, np.nan]})


def slate(names: list[str], **columns: list) -> pd.DataFrame:
    known = {"artist": names, "sell_through": [0.57] * len(names), "sell_through_lo": [0.24] * len(names),
             "sell_through_hi": [1.0] * len(names), "promoter_result": [11_400.0] * len(names),
             "result_lo": [-12_300.0] * len(names), "result_hi": [21_800.0] * len(names),
             "currency": ["GBP"] * len(names), "declined": [None] * len(names), "no_result": [None] * len(names)}
    return pd.DataFrame(known | columns)


def test_rooms_are_ours_and_a_market_with_several_can_be_asked_as_one():
    assert says.places(ROOMS, (), ()) == {"V1": "Ash Hall, Leeds", "V2": "Elm Hall, Leeds", "V3": "Oak Hall",
                                          "market:Leeds": "All our rooms in Leeds"}
    assert says.places(ROOMS, ("York",), ()) == {"V3": "Oak Hall"}
    assert list(says.places(ROOMS.assign(ours=0), (), ())) == ["V1", "V2", "V3", "V4"], "none is ours: all are offered"


def test_a_show_is_booked_for_a_friday_some_months_ahead():
    assert says.usual_day(date(2026, 11, 23)) == date(2027, 3, 26)


@pytest.mark.parametrize(("names", "said"), [
    (["a"], "book a."), (["a", "b"], "book a or b."), (list("abcd"), "book a, b or c.")])
def test_the_answer_names_three_artists_the_place_and_the_past_hit_rate(names, said):
    sentence = says.answer(slate(names), "Ash Hall", date(2027, 3, 26), CARD)
    assert sentence == (f"For Ash Hall on Fri 26 Mar 2027: {said} Of past lists of ten, 34% of 299 held an artist booked "
                        "within 3 months; by popularity 34%.")


def test_without_a_card_no_hit_rate_is_claimed_and_an_empty_slate_says_so():
    assert says.answer(slate(["a"]), "Ash Hall", date(2027, 3, 26), CARD.iloc[:0]).endswith("how often such lists were right.")
    assert says.answer(slate([]), "Ash Hall", date(2027, 3, 26), CARD).startswith("Something speaks against every artist")


def test_a_figure_is_a_value_with_its_range_or_nothing():
    table = says.slate_table(slate(["a", "b"], sell_through=[0.57, np.nan], promoter_result=[11_400.0, np.nan]))
    assert table["sold"].tolist() == ["57% (24% – 100%)", None]
    assert table["result"].tolist() == ["£11.4k (−£12.3k to £21.8k)", None]


def test_reasons_that_are_missing_figures_are_said_once():
    known = slate(list("abc"), declined=["No past show.", None, "No past show."], no_result=[None, "No price.", None])
    assert says.declined_words(known) == "No past show. No price."


def test_bars_of_reasons_still_add_up_and_their_number_is_small():
    terms = pd.DataFrame({"because": ["booked there too"] * 20 + ["tags alike", "often booked"],
                          "past_artist": [f"a{i % 10}" for i in range(20)] + ["a1", None],
                          "other_venue": ["v"] * 20 + [None] * 2, "contribution": [*np.linspace(1, -0.2, 20), 0.3, 0.01]})
    bars = says.reason_bars(terms)
    assert bars["contribution"].sum() == pytest.approx(terms["contribution"].sum())
    assert len(bars) == says.MOST_REASONS + 1
    assert bars["reason"].iloc[-1] == "3 others"


@pytest.mark.parametrize(("low", "high", "said"), [
    (0.01, 0.03, "better than"), (-0.03, -0.01, "worse than"), (-0.01, 0.03, "no surer than")])
def test_the_card_says_better_only_when_the_whole_range_is(low, high, said):
    card = CARD.assign(gain_lo=[np.nan, low, np.nan, np.nan], gain_hi=[np.nan, high, np.nan, np.nan])
    assert says.card_words(card) == f"Past lists were {said} popularity; ranges held 78% of the time, 80% promised"
    table = says.card_table(card.assign(gain=[np.nan, 0.01, np.nan, np.nan]), "slate")
    assert len(table) == 2, "single cuts stand apart"
    assert says.period_words(CARD[CARD["part"] == "slate"]) == "1 cut, 1 Nov 2025 – 1 Nov 2026"
    assert table["ours_better"].tolist() == [None, f"1.0 pts ({words.span(says.points(low), says.points(high))})"]


def test_growth_is_in_deviations_among_its_size_or_says_why_not():
    known = pd.DataFrame({"metric": ["listeners"], "growth": [0.12], "deviations": [2.3], "band_artists": [40],
                          "size_band": ["1,000 to 10,000"], "declined": [None]})
    assert says.growth_words(known) == ("Listeners +12.0% on the 30 days before; +2.3 standard deviations among 40 artists "
                                        "of 1,000 to 10,000.")
    few = known.assign(growth=np.nan, declined="3 days with a figure in a window of 30, 10 needed.")
    assert says.growth_words(few).startswith("Growth not known: 3 days")
    assert says.growth_words(known.iloc[:0]) == "Growth not known: no dated audience figures on file."


def test_a_spike_on_the_watch_list_is_said_in_a_word():
    watched = pd.DataFrame({"artist": ["a", "b"], "spike": [False, True]})
    assert says.watch_table(watched)["flag"].isna().tolist() == [True, False]
    assert says.watch_words(watched) == "2 artists watched, b spiking"
    assert says.watch_words(watched.iloc[:0]) == "Nobody is watched yet"


def test_the_what_if_says_where_the_booking_breaks_even():
    tries = pd.DataFrame({"price": [20.0, 25.0], "sellable": [900.0, 900.0], "break_even_tickets": [545, 400]})
    assert says.tries_words(tries, "GBP") == "Breaks even at 545 of 900 tickets at £20.00"
    assert says.tries_words(tries.assign(break_even_tickets=np.nan), "GBP") == "Where it breaks even is not known"


@pytest.mark.parametrize(("name", "said"), [("Greta Vesper", "GV"), ("Mogul", "M"), ("The (Not) So Few", "TF"), ("!!!", "?")])
def test_initials_stand_for_a_picture(name, said):
    assert artists.initials(name) == said


def test_a_tour_is_a_dot_a_city_and_a_date_without_a_place_is_none():
    touring = pd.DataFrame({
        "city": ["Leeds", "Leeds", "Bonn", None], "country": ["GB", "GB", "DE", "DE"], "latitude": [53.8, 53.8, np.nan, 50.0],
        "longitude": [-1.5, -1.5, np.nan, 7.0], "local_date": pd.Timestamp(2026, 1, 1), "is_ours": [True, None, False, False]})
    cities = artists.tour_places(touring)
    assert cities[["label", "size", "is_ours"]].to_numpy().tolist() == [["Leeds, 2 dates", 2, True]]
    assert artists.map_words({"name": "Mogul"}, cities) == "Mogul plays in 1 city, with us in 1"
