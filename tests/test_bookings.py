"""Book next on the sample season: the slate, its reasons, its limits, and the command line in front of it."""

import json
import sys
from datetime import date, timedelta

import pandas as pd
import pytest

from core import bookings, recommendations
from core.__main__ import main
from core.booking_house import house, venues_named
from core.desk import choices
from core.errors import NotEnoughData, QueryError
from core.settings import settings
from core.warehouse.read import read

DAY = date(2027, 3, 12)


@pytest.fixture(scope="module", autouse=True)
def asked_store(sample_store):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MARQUEE_DATA_DIR", str(sample_store))
        settings.cache_clear()
        yield
    settings.cache_clear()
    house.cache_clear()


@pytest.fixture(scope="module")
def venue_id():
    return read("bookings/venues")["venue_id"].iloc[0]


@pytest.fixture(scope="module")
def slate(venue_id):
    return bookings.book(venue_id=venue_id, day=DAY, k=6)


def test_the_slate_holds_artists_new_to_the_room_once_each(slate, venue_id):
    had = read("bookings/dates").query("venue_id == @venue_id and local_date < @slate['as_of'].iloc[0]")
    assert list(slate["rank"]) == [1, 2, 3, 4, 5, 6]
    assert slate["artist_id"].is_unique
    assert not set(slate["artist_id"]) & set(had["artist_id"])
    assert slate["why"].str.len().min() > 10


def test_every_row_has_a_range_or_says_why_not(slate):
    said = slate["sell_through"].notna()
    assert slate.loc[said, ["sell_through_lo", "sell_through_hi"]].notna().all(axis=None)
    assert slate.loc[~said, "declined"].notna().all()
    assert slate.loc[slate["promoter_result"].isna(), "no_result"].notna().all()


def test_the_contributions_of_a_score_add_up_to_it(slate, venue_id):
    row = slate.iloc[0]
    terms = bookings.reasons(venue_id=venue_id, artist_id=row["artist_id"], day=DAY)
    few = bookings.reasons(venue_id=venue_id, artist_id=row["artist_id"], day=DAY, k=2)
    assert terms["contribution"].sum() == pytest.approx(row["score"], abs=1e-5)
    assert few["contribution"].sum() == pytest.approx(row["score"], abs=1e-5)
    assert few["because"].iloc[-1] == "all others"
    assert set(terms["past_artist"].dropna()) <= set(read("bookings/artists")["artist"])


def test_who_is_left_out_is_kept_with_the_reason(venue_id):
    frame = bookings.considered(venue_id=venue_id, day=DAY)
    assert frame["left_out"].notna().any()
    alone = bookings.considered(venue_id=venue_id, day=DAY, nearby_days=0)
    assert alone["left_out"].isna().sum() > frame["left_out"].isna().sum()
    priced = bookings.considered(venue_id=venue_id, day=DAY, fee_from=1e9)
    assert priced["left_out"].notna().all()


def test_a_past_day_is_judged_by_what_was_known_then(venue_id):
    early = read("bookings/dates")["local_date"].min().date() + timedelta(days=240)
    frame = bookings.book(venue_id=venue_id, day=early, k=3)
    assert set(frame["as_of"]) == {early}
    for artist_id in frame["artist_id"]:
        near = bookings.evidence(artist_id=artist_id, venue_id=venue_id, day=early)
        assert (near["local_date"] < pd.Timestamp(early)).all()
    with pytest.raises(NotEnoughData, match="are needed to recommend"):
        bookings.book(venue_id=venue_id, day=date(1999, 1, 1))


def test_a_what_if_tries_other_prices_and_our_other_rooms(slate, venue_id):
    tries = bookings.what_if(artist_id=slate["artist_id"].iloc[0], venue_id=venue_id, day=DAY, price=20.0)
    assert tries["changed"].iloc[0] == "as asked"
    assert list(tries.loc[tries["changed"] == "price", "price"]) == pytest.approx([14, 17, 23, 26])
    assert (tries["declined"].notna() | tries["sell_through"].notna()).all()


def test_names_are_found_without_case_and_a_missing_one_says_what_to_do():
    name = read("artists/ranking", limit=1, markets=None, venues=None, genres=None, date_from=None, date_to=None)
    assert recommendations.artist_named(f"  {name['artist'].iloc[0].upper()} ") == name["artist_id"].iloc[0]
    with pytest.raises(QueryError, match="No artist is named"):
        recommendations.artist_named("nobody of this name")
    with pytest.raises(QueryError, match="No venue is named"):
        venues_named("nowhere")


def test_the_watch_list_is_ones_own_and_says_why_growth_is_not_known(tmp_path, monkeypatch):
    monkeypatch.setenv("MARQUEE_USER_DB_URL", f"sqlite:///{tmp_path / 'desk.sqlite'}")
    settings.cache_clear()
    artist_id = read("bookings/artists")["artist_id"].iloc[0]
    choices.watch(actor="ann@example.org", artist_id=artist_id)
    mine = recommendations.watch_list(person="ann@example.org")
    assert list(mine["artist_id"]) == [artist_id]
    assert not mine["spike"].iloc[0]
    assert "No dated audience figure" in mine["declined"].iloc[0]
    assert recommendations.watch_list(person="bob@example.org").empty
    settings.cache_clear()


@pytest.fixture
def marquee(monkeypatch, capsys):
    def run(*arguments: object):
        monkeypatch.setattr(sys, "argv", ["core", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as end:
            main()
        return end.value.code, capsys.readouterr()

    return run


def test_similar_artists_are_printed_nearest_first(marquee):
    name = read("bookings/artists")["artist"].iloc[0]
    status, shown = marquee("recommend", "similar", "--artist", name, "-k", 4, "--format", "json")
    rows = json.loads(shown.out)
    assert status == 0
    assert [row["rank"] for row in rows] == [1, 2, 3, 4]
    assert name not in {row["artist"] for row in rows}
    assert rows == sorted(rows, key=lambda row: -row["score"])


def test_a_slate_is_printed_as_the_question_answers_it(marquee, slate, venue_id):
    status, shown = marquee("recommend", "book", "--venue", venue_id, "--date", DAY, "-k", 6, "--format", "json")
    rows = json.loads(shown.out)
    assert status == 0
    assert [row["artist_id"] for row in rows] == list(slate["artist_id"])
    assert {"sell_through", "promoter_result", "why", "evidence", "declined"} <= rows[0].keys()


@pytest.mark.parametrize(("arguments", "said"), [
    (("similar", "--artist", "nobody of this name"), "No artist is named"),
    (("book", "--venue", "nowhere", "--date", "2027-01-01"), "No venue is named")])
def test_what_is_not_known_ends_with_status_1_and_a_reason(marquee, arguments, said):
    status, shown = marquee("recommend", *arguments)
    assert status == 1
    assert shown.out == ""
    assert said in shown.err
