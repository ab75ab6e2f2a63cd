"""Booking models are taught at publish, kept in the snapshot, and taught again only when what they rest on has changed."""

from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.booking.features import Expectation, learned, past_of
from core.booking_house import house
from core.computed.booking_models import BookingTables, Inputs, booking_models, past_only
from core.recommend import from_bytes
from core.settings import settings
from core.warehouse.carried import digest_of
from core.warehouse.snapshot import current
from tests.booking.frames import dates, metrics, shows

TODAY, NOW = date(2025, 6, 1), datetime(2025, 6, 1, 12, tzinfo=UTC)


def inputs(past: pd.DataFrame) -> Inputs:
    listed = dates(past)
    return Inputs(past, listed, pd.DataFrame({"venue_id": ["big", "small"], "ours": [1, 1]}),
                  pd.DataFrame({"artist_id": sorted(set(past["artist_id"]))}), metrics())


@pytest.fixture(scope="module")
def made() -> BookingTables:
    return booking_models(inputs(shows(240)), today=TODAY, now=NOW)


def test_the_kept_models_say_what_models_taught_anew_say(made: BookingTables) -> None:
    past = past_of(shows(240), dates(shows(240)), metrics(), before=TODAY)
    asked = past.shows.tail(20).assign(decided_on=pd.Timestamp(TODAY))
    kept = Expectation(past.known, from_bytes(made.booking_model["outcome"].iloc[0], "outcome"))
    anew = Expectation(past.known, learned(past, before=TODAY))
    pd.testing.assert_frame_equal(kept.of(asked), anew.of(asked))
    booker = from_bytes(made.booking_model["booker"].iloc[0], "booker")
    assert np.isfinite(booker.recommend([0, 1], 3)[1]).any() or booker.bookings_.nnz


def test_the_report_card_stands_beside_them_without_being_asked_for(made: BookingTables) -> None:
    whole = made.recommendation_score[made.recommendation_score["cut"].isna()].set_index(["part", "method"])
    assert whole.loc[("outcome", "ours"), "n"] > 0
    assert 0.5 < whole.loc[("outcome", "ours"), "coverage"] <= 1
    assert whole.loc[("outcome", "venue mean"), "gain_lo"] <= whole.loc[("outcome", "venue mean"), "gain"]


def test_what_is_not_played_yet_teaches_nothing_and_what_is_counts() -> None:
    same = inputs(shows(240))
    ahead = same.shows.assign(tickets_sold=same.shows["tickets_sold"].where(same.shows["local_date"] < pd.Timestamp(TODAY)))
    sold = same.shows.assign(tickets_sold=same.shows["tickets_sold"] - 1)
    known = digest_of(*past_only(same, today=TODAY))
    pd.testing.assert_frame_equal(booking_models(past_only(same, today=TODAY), today=TODAY, now=NOW).recommendation_score,
                                  booking_models(same, today=TODAY, now=NOW).recommendation_score)
    assert digest_of(*past_only(same._replace(shows=ahead), today=TODAY)) == known
    assert digest_of(*past_only(same._replace(shows=sold), today=TODAY)) != known


def test_a_store_with_too_few_shows_keeps_no_model_and_says_why() -> None:
    model = booking_models(inputs(shows(45)), today=TODAY, now=NOW).booking_model.iloc[0]
    assert model["booker"]
    assert model["outcome"] is None
    assert "60 needed" in model["declined"]
    none = booking_models(inputs(shows(10)), today=TODAY, now=NOW)
    assert none.booking_model["booker"].iloc[0] is None
    assert "are needed to recommend" in none.booking_model["declined"].iloc[0]
    assert none.recommendation_score.empty


def test_a_page_loads_what_was_published(sample_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MARQUEE_DATA_DIR", str(sample_store))
    settings.cache_clear()
    [row] = current(sample_store).cursor().table("booking_model").to_arrow_table().to_pylist()
    monkeypatch.setattr("core.booking_house.taught", None)  # whoever teaches now fails
    monkeypatch.setattr("core.booking_house.learned", None)
    house.cache_clear()
    assert house(current(sample_store).path, row["as_of"]).booker.bookings_.nnz
    house.cache_clear()
    settings.cache_clear()
