"""Reasons in words say only what the contributions hold."""

import numpy as np
import pandas as pd
import pytest

from core.booking.reasons import by_booking, in_words, listed
from core.recommend.venues import Grounds

VENUES, ARTISTS = pd.Series(["Ash", "Elm", "Fir"]), pd.Series(["Mogul", "Tern"])


def grounds(alike, tagged=(0.0, 0.0), often=0.1):
    return Grounds(np.array([0, 1]), np.array(alike, float), np.array(tagged, float), often)


def test_the_strongest_grounds_are_named_first_and_the_rest_is_counted():
    said = in_words(grounds([[0.1, 0, 0.2], [0, 0.5, 0]], (0, 0.3)), VENUES, ARTISTS)
    assert said == "Booked by Elm, Fir and 1 more room, as were Tern and Mogul of this room."


def test_what_speaks_against_is_no_reason():
    assert in_words(grounds([[-0.1, 0, 0], [0, 0, 0]]), VENUES, ARTISTS) == "Often booked elsewhere."


def test_terms_are_added_up_by_the_booking_they_come_from():
    terms = by_booking(grounds([[0.1, 0, 0.2], [0, 0.5, 0]], (0, 0.3)), VENUES, ARTISTS)
    assert terms.to_dict("list") == {
        "because": ["booked there too", "booked there too", "tags alike", "often booked"],
        "past_artist": ["Tern", "Mogul", "Tern", None], "other_venues": ["Elm", "Fir and Ash", None, None],
        "contribution": pytest.approx([0.5, 0.3, 0.3, 0.1])}


def test_short_lists_are_written_out():
    assert listed(["A"]) == "A"
    assert listed(["A", "B"]) == "A and B"
    assert listed(["A", "B", "C", "D"], "room") == "A, B and 2 more rooms"
