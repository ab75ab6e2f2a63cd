"""/bookings: the slates of the Artists page, for whoever may see them."""

from pathlib import Path

import httpx
import pytest

from tests.api.conftest import every, issue

DAY = "2027-03-26"


@pytest.fixture(scope="module")
def venue(local: httpx.Client) -> dict:
    own = every(local, "/v1/concerts", limit=1000)[0]
    return next(row for row in every(local, "/v1/venues", limit=1000) if row["venue"] == own["venue"])


def test_a_slate_and_what_is_behind_it(local: httpx.Client, venue: dict) -> None:
    rows = every(local, f"/v1/bookings/{venue['venue_id']}/next", day=DAY, k=5)
    assert [row["rank"] for row in rows] == [1, 2, 3, 4, 5]
    assert all(row["declined"] or row["sell_through"] is not None for row in rows)
    first = f"/v1/bookings/{venue['venue_id']}/{rows[0]['artist_id']}"
    reasons = every(local, f"{first}/reasons", day=DAY)
    assert sum(row["contribution"] for row in reasons) == pytest.approx(rows[0]["score"], abs=1e-5)
    assert every(local, f"{first}/what-if", day=DAY, price=25)[0]["price"] == 25
    assert isinstance(every(local, f"{first}/evidence", day=DAY), list)
    looked_at = every(local, f"/v1/bookings/{venue['venue_id']}/considered", day=DAY, limit=1000)
    assert {row["artist_id"] for row in rows} <= {row["artist_id"] for row in looked_at if row["left_out"] is None}


def test_a_market_is_asked_over_all_our_rooms(local: httpx.Client, venue: dict) -> None:
    rows = every(local, "/v1/bookings/next", market=venue["market"], day=DAY, k=4)
    assert rows
    assert len({row["artist_id"] for row in rows}) == len(rows)
    answer = local.get("/v1/bookings/next", params={"market": "nowhere", "day": DAY})
    assert (answer.status_code, answer.json()["title"]) == (422, "Too little data")


def test_who_may_not_see_money_sees_no_fee_and_cannot_find_it_out(by_role: dict[str, httpx.Client], venue: dict) -> None:
    path = f"/v1/bookings/{venue['venue_id']}/next"
    rows = every(by_role["viewer"], path, day=DAY, k=3)
    assert not {"fee", "fee_basis", "promoter_result", "result_lo", "break_even_tickets"} & set(rows[0])
    assert "fee" in every(by_role["manager"], path, day=DAY, k=3)[0]
    assert by_role["viewer"].get(path, params={"day": DAY, "fee_from": 1000}).status_code == 403
    assert by_role["viewer"].get(f"/v1/bookings/{venue['venue_id']}/considered", params={"day": DAY}).status_code == 403


def test_a_venue_out_of_sight_or_unknown_has_no_slate(local: httpx.Client, venue: dict) -> None:
    other = next(row for row in every(local, "/v1/venues", limit=1000) if row["market"] != venue["market"])
    narrow = issue(local, "manager", markets=[venue["market"]])
    assert narrow.get(f"/v1/bookings/{venue['venue_id']}/next", params={"day": DAY}).status_code == 200
    for venue_id in (other["venue_id"], "nowhere"):
        assert narrow.get(f"/v1/bookings/{venue_id}/next", params={"day": DAY}).status_code == 404
    assert narrow.get("/v1/bookings/next", params={"day": DAY, "market": venue["market"]}).status_code == 403


def test_growth_over_index_and_report_card_are_lists(local: httpx.Client, season: Path) -> None:
    artist_id = local.get("/v1/artists", params={"limit": 1}).json()["data"][0]["artist_id"]
    for path in ("/v1/artists/growth", f"/v1/artists/{artist_id}/over-index"):
        assert local.get(path).json()["total"] == 0, "the sample season has no dated audience"
    card = every(local, "/v1/bookings/report-card")
    assert {(row["part"], row["method"]) for row in card} >= {("slate", "ours"), ("slate", "popularity")}
