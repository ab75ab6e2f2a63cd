"""Sums in memory over any choice of shows are what adding up the question's own rows gives."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from core import concerts
from core.filters import Filters
from core.show_sums import summed
from core.warehouse.read import read

QUESTIONS = {
    "marketing/channels_by_show": ("currency", "channel"), "marketing/months_by_show": ("currency", "month", "partial"),
    "marketing/credits_by_show": ("currency", "window_days", "channel"),
    "marketing/steps_by_show": ("currency", "window_days", "step_from", "step_to")}


def choices() -> list[Filters]:
    shows = concerts.shows(filters=Filters())
    market, venue, genre = (shows[name].mode()[0] for name in ("market", "venue", "genre"))
    return [Filters(), Filters(markets=(market,)), Filters(venues=(venue,)), Filters(genres=(genre,), date_from=date(2026, 6, 1)),
            Filters(date_to=date(2026, 6, 1)), Filters(markets=("nowhere",))]


@pytest.mark.parametrize("question", QUESTIONS)
def test_sums_are_those_of_the_rows_of_the_shows_chosen(season: Path, question: str) -> None:
    keys, rows = list(QUESTIONS[question]), read(question)
    for filters in choices():
        names = filters.kept(concerts.shows(filters=Filters()))["concert_id"]
        mine = rows[rows["concert_id"].isin(names)] if filters.chosen else rows
        expected = mine.drop(columns="concert_id").groupby(keys, dropna=False).sum(min_count=1).reset_index()
        found = summed(question, tuple(keys), filters=filters)
        pd.testing.assert_frame_equal(found, expected[found.columns], check_dtype=False, rtol=1e-9)


def test_one_show_is_summed_within_the_choice_only(season: Path) -> None:
    question = "marketing/channels_by_show"
    rows = read(question).dropna(subset="concert_id")
    show = rows["concert_id"].iloc[0]
    one = summed(question, QUESTIONS[question], filters=Filters(), show=show)
    assert one["tickets"].sum() == rows.loc[rows["concert_id"] == show, "tickets"].sum()
    assert summed(question, QUESTIONS[question], filters=Filters(markets=("nowhere",)), show=show).empty
