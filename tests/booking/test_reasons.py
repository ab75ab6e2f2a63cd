"""Reasons in words say only what the contributions hold."""

import pandas as pd

from core.booking.reasons import in_words, listed


def terms(*rows):
    return pd.DataFrame(rows, columns=["because", "past_artist", "other_venue", "contribution"])


def test_the_strongest_grounds_are_named_first_and_the_rest_is_counted():
    said = in_words(terms(("booked there too", "Mogul", "Ash", 0.1), ("booked there too", "Tern", "Elm", 0.5),
                          ("booked there too", "Mogul", "Fir", 0.2), ("tags alike", "Tern", None, 0.3)))
    assert said == "Booked by Elm, Fir and 1 more room, as were Tern and Mogul of this room; tagged like Tern."


def test_what_speaks_against_is_no_reason():
    assert in_words(terms(("booked there too", "Mogul", "Ash", -0.1), ("often booked", None, None, 0.1))) == \
        "Often booked elsewhere."


def test_short_lists_are_written_out():
    assert listed(["A"]) == "A"
    assert listed(["A", "B"]) == "A and B"
    assert listed(["A", "B", "C", "D"], "room") == "A, B and 2 more rooms"
