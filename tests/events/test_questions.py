"""Calendar, map, competing shows, radius conflicts, best dates and routes over a market made by hand."""

from datetime import timedelta

import pandas as pd
import pytest

from core import dates, events, feeds, radius, routing
from core.desk import holds
from core.desk.errors import DeedRefused
from core.errors import QueryError
from core.exports.ics import to_ics
from core.filters import Filters
from tests.events.conftest import TODAY

ALL = Filters()
NIGHT = TODAY + timedelta(days=40)


def on(ahead: int) -> Filters:
    night = TODAY + timedelta(days=ahead)
    return Filters(date_from=night, date_to=night)


def test_the_calendar_has_sale_windows_prices_and_whose_show_it_is() -> None:
    shown = events.calendar(filters=on(40)).set_index("event_id")
    assert set(shown.index) == {"c1", "e1", "e2", "e3", "e4"} - {"e2"}
    assert (shown.at["e1", "price_min"], shown.at["e1", "currency"], shown.at["e1", "presales"]) == (25, "GBP", 1)
    assert shown.at["c1", "is_ours"]
    assert shown.at["c1", "onsale_at"].date() == TODAY - timedelta(days=10)
    assert shown["located_by"].eq("gazetteer").all()


def test_a_month_names_its_public_holidays() -> None:
    christmas = TODAY.replace(month=12, day=25)
    days = events.days(filters=Filters(date_from=christmas)).set_index("date")
    assert len(days) == 31
    assert "Christmas Day" in str(days.at[pd.Timestamp(christmas), "holiday"])


def test_cancelled_shows_are_on_the_calendar_and_count_for_nothing() -> None:
    assert "cancelled" in set(events.calendar(filters=on(40))["status"])
    days = events.days(filters=Filters(date_from=NIGHT)).set_index("date").loc[pd.Timestamp(NIGHT)]
    assert (days["ours"], days["others"], days["competing_capacity"]) == (1, 2, 10_000)


def test_the_map_has_a_dot_a_place_and_says_which_stand_at_their_city() -> None:
    points = events.places(filters=ALL)
    leeds = points[points["label"].str.startswith("Leeds")].iloc[0]
    assert (leeds["label"], leeds["ours"], leeds["located_by"]) == ("Leeds, 3 venues", 2, "gazetteer")
    assert not points["label"].str.contains("Nowhereville").any()


def test_a_rival_weighs_by_size_genre_and_days_and_a_far_one_nothing() -> None:
    near = dates.competing(concert_id="c1", days=3, miles=25).set_index("event_id")
    assert near["weight"].round(3).to_dict() == {"e1": 1.0, "e2": 0.375}
    thought = dates.competing_on(venue_id="hall", day=NIGHT, genre="Jazz", size=2000).set_index("event_id")
    assert thought.at["e1", "weight"] == pytest.approx(0.25), "half the size, genre not known to be near"


def test_without_enough_past_shows_the_effect_says_not_enough_data() -> None:
    [row] = dates.effects().to_dict("records")
    assert row["kind"] == "rival"
    assert pd.isna(row["effect"])
    assert row["declined"].startswith("not enough data: 0 played shows")


def test_the_best_dates_are_free_ones_with_least_pressure_where_nothing_was_measured() -> None:
    month = dates.best(venue_id="hall", day=NIGHT, genre="Rock").set_index("date")
    assert pd.isna(month.at[NIGHT, "rank"])
    assert month.at[NIGHT, "taken_by"] == "Low"
    free = month[month["rank"].notna()]
    assert free.sort_values("rank")["pressure"].is_monotonic_increasing


def test_holds_at_the_desk_count_against_a_date_and_a_confirmed_one_takes_it() -> None:
    night = NIGHT + timedelta(days=1)
    first = holds.place_hold(actor="ann", venue_id="hall", local_date=night)
    holds.place_hold(actor="bob", venue_id="hall", local_date=night)
    held = holds.nights_held()
    assert held == (("hall", night, 2, False),)
    month = dates.best(venue_id="hall", day=night, held=held).set_index("date")
    assert month.at[night, "hold_effect"] == pytest.approx(2 * dates.HOLD_COST)
    holds.confirm(actor="ann", hold_id=first["hold_id"], version=1)
    month = dates.best(venue_id="hall", day=night, held=holds.nights_held()).set_index("date")
    assert month.at[night, "taken_by"] == "a confirmed hold"


def test_a_clause_conflicts_with_every_date_inside_it_whoever_promotes_it() -> None:
    found = radius.conflicts(artist="low", venue_id="usher", day=TODAY + timedelta(days=50), radius_miles=300,
                             days_before=30, days_after=30)
    assert set(zip(found["kind"], found["city"], strict=True)) == {
        ("listing", "Leeds"), ("listing", "Bradford"), ("listing", "Nowhereville")}
    assert found.set_index("city")["miles"].isna().to_dict() == {"Leeds": False, "Bradford": False, "Nowhereville": True}


def test_a_show_near_one_of_ours_is_told_of_our_clause() -> None:
    found = radius.conflicts(artist="Low", venue_id="hall", day=TODAY + timedelta(days=60))
    assert found[["kind", "concert_id", "radius_miles"]].to_numpy().tolist() == [["clause", "c1", 60.0]]
    far = radius.conflicts(artist="Low", venue_id="usher", day=TODAY + timedelta(days=60))
    assert far.empty, "Edinburgh is more than 60 miles from Leeds"
    assert radius.conflicts(artist="Low", venue_id="hall", day=TODAY + timedelta(days=71)).empty


def test_the_clause_of_a_show_of_ours_is_checked_against_the_listings() -> None:
    found = radius.of_show(concert_id="c1")
    assert found["event_id"].tolist() == ["e6", "e5"], "the nearest in days first, the show itself left out"
    with pytest.raises(DeedRefused, match="2 radius conflicts: Low plays Barn"):
        radius.require_clear(found, accepted=False)
    assert "Bradford" in radius.require_clear(found, accepted=True)


def mogwai() -> str:
    [artist_id] = radius.artists_called(artist="Mogwai")
    return artist_id


def asked(**changes: object) -> dict:
    return {"artist_id": mogwai(), "from_venue_id": "barrow", "day": TODAY + timedelta(days=50), "to_venue_id": "usher",
            "until": TODAY + timedelta(days=58), "hours": 4.5} | changes


def test_open_dates_lie_between_the_anchors_in_reach_and_in_free_rooms() -> None:
    found = routing.avails(**asked())
    assert routing.avails(**asked(hours=2.6)).empty, "every drive is longer"
    short = routing.avails(**asked(hours=3.2)).groupby("city")["date"].min()
    assert short["Newcastle upon Tyne"] == TODAY + timedelta(days=51)
    assert short["Leeds"] == TODAY + timedelta(days=52), "in reach by way of Newcastle, not in one drive"
    newcastle = found[found["city"] == "Newcastle upon Tyne"].set_index("date")
    assert TODAY + timedelta(days=54) not in newcastle.index, "somebody plays there"
    assert newcastle.at[TODAY + timedelta(days=53), "holds"] == 1
    assert found["date"].between(TODAY + timedelta(days=51), TODAY + timedelta(days=57)).all()
    leeds = found[found["city"] == "Leeds"].iloc[0]
    assert leeds["km_from"] == pytest.approx(1.3 * 284, rel=0.03)
    assert leeds["hours_from"] == pytest.approx(leeds["km_from"] / 80)


@pytest.mark.parametrize("hours", [1.5, 2.5, 4.0, 8.0])
def test_no_drive_of_a_suggested_route_is_over_the_limit(hours: float) -> None:
    way = routing.route(**asked(hours=hours))
    assert way["hours"].max() <= hours
    assert way["city"].is_unique, "no city twice"
    assert way["date"].is_monotonic_increasing


def test_anchors_too_far_apart_for_the_limit_are_refused_with_the_drive_in_words() -> None:
    with pytest.raises(QueryError, match=r"from Glasgow to Edinburgh takes 1\.\d hours, the limit is 0\.5"):
        routing.route(**asked(hours=0.5))


def test_a_route_longer_than_a_tour_or_from_nowhere_is_refused_with_a_reason() -> None:
    with pytest.raises(QueryError, match="nothing to route"):
        routing.avails(**asked(until=TODAY + timedelta(days=51)))
    with pytest.raises(QueryError, match="not known where"):
        routing.avails(**asked(from_venue_id="none"))


def test_the_calendar_file_has_shows_on_sales_and_holds() -> None:
    holds.place_hold(actor="ann", venue_id="hall", local_date=NIGHT, artist="A, B; C\nD")
    from icalendar import Calendar

    found = feeds.entries(filters=ALL, today=TODAY)
    read = Calendar.from_ical(to_ics(found, name="Marquee", stamp=pd.Timestamp(TODAY).to_pydatetime()))
    said = {str(event["summary"]): event for event in read.walk("VEVENT")}
    assert said["Low"].decoded("dtstart") == NIGHT
    assert said["On sale: Slint"].decoded("dtstart") == TODAY + timedelta(days=5), "a day without a time stays a day"
    assert {"On sale: Slint", "1H: Wire", "1H: A, B; C\nD"} <= said.keys()
    assert str(said["1H: Wire"]["status"]) == "TENTATIVE"
    assert len({str(event["uid"]) for event in read.walk("VEVENT")}) == len(found), "every entry has an id of its own"
    assert not feeds.entries(filters=Filters(venues=("none",)), today=TODAY)
