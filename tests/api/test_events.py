"""Events over HTTP: every question of the page, the calendar feed with a token in its address, an offer asked about first."""

from datetime import date, timedelta

import httpx
import pytest

from tests.api.conftest import every, issue


@pytest.fixture(scope="module")
def show(local: httpx.Client) -> dict:
    """A show of ours that is still to come."""
    return next(row for row in every(local, "/v1/concerts", limit=1000) if row["phase"] == "on_sale")


def test_the_gazetteer_answers_and_flags_a_doubt(local: httpx.Client) -> None:
    found = local.get("/v1/gazetteer", params={"city": "Muenchen", "country": "Germany"}).json()["data"]
    assert (found["state"], found["place"]["city"], found["place"]["country"]) == ("found", "Munich", "DE")
    doubtful = local.get("/v1/gazetteer", params={"city": "Springfield", "country": "US"}).json()["data"]
    assert doubtful["state"] == "ambiguous"
    assert len(doubtful["others"]) > 3
    assert local.get("/v1/gazetteer", params={"city": "Xyzzy"}).json()["data"]["place"] is None


def test_every_question_of_the_page_is_answered_in_json_and_as_a_file(local: httpx.Client, show: dict) -> None:
    venue = local.get("/v1/venues", params={"limit": 2}).json()["data"]
    artist_id = local.get("/v1/artists", params={"limit": 1}).json()["data"][0]["artist_id"]
    day, room = show["local_date"], f"/v1/venues/{venue[0]['venue_id']}"
    later = (date.fromisoformat(day) + timedelta(days=6)).isoformat()
    trip = {"from_venue_id": venue[0]["venue_id"], "day": day, "to_venue_id": venue[1]["venue_id"],
            "until": later}
    for path, params in (
            ("/v1/events/calendar", {}), ("/v1/events/days", {}), ("/v1/events/months", {}), ("/v1/events/map", {}),
            ("/v1/events/date-effects", {}), (f"{room}/competing", {"day": day}),
            (f"/v1/concerts/{show['concert_id']}/competing", {}), (f"/v1/concerts/{show['concert_id']}/radius-check", {}),
            (f"{room}/best-dates", {"day": day}),
            (f"{room}/radius-check", {"artist": show["artist"], "day": day, "radius_miles": 500, "days_before": 300,
                                      "days_after": 300}),
            (f"/v1/artists/{artist_id}/avails", trip),
            (f"/v1/artists/{artist_id}/route", trip), (f"/v1/artists/{artist_id}/anchors", {})):
        answer = local.get(path, params=params)
        assert answer.status_code == 200, (path, answer.text)
        file = local.get(path, params=params, headers={"accept": "text/csv"})
        assert file.status_code == 200, (path, file.text)
        assert file.text.count("\n") >= len(answer.json()["data"]), path


def test_a_hold_counts_in_the_very_next_answer(local: httpx.Client) -> None:
    venue_id = local.get("/v1/venues", params={"limit": 1}).json()["data"][0]["venue_id"]
    night = (date.today() + timedelta(days=400)).isoformat()

    def held() -> int:
        rows = local.get(f"/v1/venues/{venue_id}/best-dates", params={"day": night}).json()["data"]
        return next(row["holds"] for row in rows if row["date"] == night)

    before = held()
    assert local.post("/v1/holds", json={"venue_id": venue_id, "local_date": night}).status_code == 201
    assert held() == before + 1


def test_a_caller_for_one_market_asks_about_its_own_venues_only(local: httpx.Client) -> None:
    venues = every(local, "/v1/venues", limit=1000)
    mine = venues[0]
    other = next(venue for venue in venues if venue["market"] != mine["market"])
    client = issue(local, "manager", markets=[mine["market"]])
    day = {"day": "2027-03-05"}
    assert client.get(f"/v1/venues/{mine['venue_id']}/best-dates", params=day).status_code == 200
    assert client.get(f"/v1/venues/{other['venue_id']}/best-dates", params=day).status_code == 404
    assert {row["market"] for row in every(client, "/v1/events/calendar", limit=1000)} <= {mine["market"]}


def test_radius_questions_are_money_and_for_managers(local: httpx.Client, by_role: dict[str, httpx.Client]) -> None:
    venue_id = local.get("/v1/venues", params={"limit": 1}).json()["data"][0]["venue_id"]
    for role, status in (("viewer", 403), ("manager", 200)):
        answer = by_role[role].get(f"/v1/venues/{venue_id}/radius-check", params={"artist": "Low", "day": "2027-03-05"})
        assert answer.status_code == status


def test_the_calendar_feed_takes_a_token_in_its_address_and_no_wrong_one(local: httpx.Client) -> None:
    token = local.post("/v1/tokens", json={"name": "phone", "role": "viewer", "scopes": ["read"]}).json()["data"]["token"]
    with httpx.Client(base_url=local.base_url, timeout=60) as phone:
        feed = phone.get("/v1/calendar.ics", params={"token": token})
        assert feed.status_code == 200, feed.text
        assert feed.headers["content-type"].startswith("text/calendar")
        assert feed.text.startswith("BEGIN:VCALENDAR")
        assert "SUMMARY:1H" in feed.text
        again = phone.get("/v1/calendar.ics", params={"token": token}, headers={"if-none-match": feed.headers["etag"]})
        assert again.status_code == 304
        assert phone.get("/v1/calendar.ics", params={"token": "mq_wrong"}).status_code == 401


def test_an_offer_with_a_radius_conflict_is_asked_about_before_it_is_saved(local: httpx.Client, show: dict) -> None:
    venue_id = next(venue["venue_id"] for venue in every(local, "/v1/venues", limit=1000) if venue["venue"] != show["venue"])
    offer = {"artist": show["artist"], "venue_id": venue_id, "local_date": show["local_date"], "currency": "GBP",
             "deal": {"deal_type": "flat", "guarantee": "1000", "radius_miles": 1000, "radius_days_before": 30,
                      "radius_days_after": 30}}
    asked = local.post("/v1/offers", json=offer)
    assert asked.status_code == 422
    assert "radius conflict" in asked.json()["detail"]
    saved = local.post("/v1/offers", json=offer | {"accept_conflicts": True})
    assert saved.status_code == 201, saved.text
    assert show["venue"] in saved.json()["data"]["assumptions"]["radius_conflicts"]


def test_a_caller_for_one_market_is_routed_through_its_own_rooms_between_dates_anywhere(local: httpx.Client) -> None:
    venues = every(local, "/v1/venues", limit=1000)
    artist_id = local.get("/v1/artists", params={"limit": 1}).json()["data"][0]["artist_id"]
    start, end = venues[0], next(venue for venue in venues if venue["market"] != venues[0]["market"])
    trip = {"from_venue_id": start["venue_id"], "day": "2031-03-05", "to_venue_id": end["venue_id"], "until": "2031-03-09",
            "hours": 12}
    everywhere = every(local, f"/v1/artists/{artist_id}/avails", limit=10_000, **trip)
    mine = next(row["market"] for row in everywhere if row["market"] not in (start["market"], end["market"]))
    client = issue(local, "manager", markets=[mine])
    seen = every(client, f"/v1/artists/{artist_id}/avails", limit=10_000, **trip)
    assert {row["market"] for row in seen} == {mine}
    assert {row["venue_id"] for row in seen} == {row["venue_id"] for row in everywhere if row["market"] == mine}
    way = every(client, f"/v1/artists/{artist_id}/route", **trip)
    assert len(way) > 2
    assert {row["venue_id"] for row in way[1:-1]} <= {row["venue_id"] for row in seen}
    assert client.get(f"/v1/artists/{artist_id}/avails", params=trip | {"market": start["market"]}).status_code == 403
    assert client.get(f"/v1/artists/{artist_id}/route", params=trip | {"from_venue_id": "nowhere"}).status_code == 404
