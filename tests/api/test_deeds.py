"""Deeds over HTTP: holds, marks, offers, choices, views, links, people, imports; the second writer is told."""

import httpx
import pytest

from tests.api.conftest import every, issue


@pytest.fixture(scope="module")
def venue_id(local: httpx.Client) -> str:
    return local.get("/v1/venues", params={"limit": 1}).json()["data"][0]["venue_id"]


@pytest.fixture(scope="module")
def settled(local: httpx.Client) -> dict:
    [show, *_] = every(local, "/v1/settlements", where="status:settled")
    return show


def done(answer: httpx.Response, status: int = 200) -> dict:
    assert answer.status_code == status, answer.text
    return answer.json()["data"]


def test_a_hold_is_placed_challenged_confirmed_and_remembered(local: httpx.Client, venue_id: str) -> None:
    new = {"venue_id": venue_id, "local_date": "2030-04-01"}
    first = done(local.post("/v1/holds", json=new | {"artist": "Low"}), 201)
    second = done(local.post("/v1/holds", json=new | {"artist": "A$AP Ferg & A$AP Rocky", "words": "=1+1"}), 201)
    assert (first["hold_level"], second["hold_level"]) == (1, 2)
    assert local.post("/v1/holds", json=new | {"level": 1}).status_code == 422
    done(local.post(f"/v1/holds/{second['hold_id']}/challenge", json={"version": second["version"], "hours": 2}))
    late = local.post(f"/v1/holds/{first['hold_id']}/confirm", json={"version": first["version"]})
    assert (late.status_code, late.headers["content-type"]) == (409, "application/problem+json")
    now = done(local.get(f"/v1/holds/{first['hold_id']}"))
    done(local.post(f"/v1/holds/{first['hold_id']}/confirm", json={"version": now["version"]}))
    told = every(local, f"/v1/holds/{first['hold_id']}/history")
    assert [step["what"] for step in told] == ["placed", "challenged", "confirmed"]
    listed = every(local, "/v1/holds", **{"from": "2030-04-01", "to": "2030-04-01"})
    assert [(hold["artist"], hold["outcome"]) for hold in listed] == [
        ("Low", "confirmed"), ("A$AP Ferg & A$AP Rocky", None)]
    assert done(local.get("/v1/holds/fill-rate"))["confirmed"] >= 1
    text = local.get("/v1/holds", headers={"accept": "text/csv"}, params={"from": "2030-04-01"}).text
    assert "'=1+1" in text, "a formula in a note is a text in a spreadsheet"


def test_a_mark_is_written_revised_and_removed(local: httpx.Client, settled: dict) -> None:
    new = {"concert_id": settled["concert_id"], "marked_on": "2026-01-02", "kind": "radio", "words": "Session on air"}
    mark = done(local.post("/v1/annotations", json=new), 201)
    path = f"/v1/annotations/{mark['annotation_id']}"
    change = {"version": mark["version"], "marked_on": "2026-01-03", "words": "Session repeated"}
    revised = done(local.put(path, json=change))
    assert local.put(path, json=change).status_code == 409
    shown = every(local, "/v1/annotations", concert_id=settled["concert_id"])
    assert [row["words"] for row in shown if row["annotation_id"] == mark["annotation_id"]] == ["Session repeated"]
    assert local.delete(path, params={"version": mark["version"]}).status_code == 409
    assert local.delete(path, params={"version": revised["version"]}).status_code == 204
    assert mark["annotation_id"] not in {row["annotation_id"] for row in every(local, "/v1/annotations")}


def test_an_adjustment_is_written_listed_and_withdrawn(local: httpx.Client, settled: dict) -> None:
    new = {"concert_id": settled["concert_id"], "label": "Catering buyout", "amount": "250.50"}
    made = done(local.post("/v1/adjustments", json=new), 201)
    [shown] = every(local, "/v1/adjustments", concert_id=settled["concert_id"])
    assert (shown["label"], float(shown["amount"]), shown["passed_on"]) == ("Catering buyout", 250.5, False)
    assert local.post("/v1/adjustments", json=new | {"amount": "0"}).status_code == 422
    assert local.post("/v1/adjustments", json=new | {"amount": "1.005"}).status_code == 422
    path = f"/v1/adjustments/{made['adjustment_id']}"
    assert local.delete(path, params={"version": made["version"] + 1}).status_code == 409
    assert local.delete(path, params={"version": made["version"]}).status_code == 204
    assert not every(local, "/v1/adjustments", concert_id=settled["concert_id"])


def test_a_forecast_is_weighed_through_every_deal_at_another_price(local: httpx.Client) -> None:
    show = next(row for row in every(local, "/v1/concerts/on-sale", limit=1000) if row["p10"] is not None)
    path = f"/v1/concerts/{show['concert_id']}/what-if"
    terms = {"deal": "plus net", "guarantee": 500, "pct": 0.8}
    planned, dearer = (every(local, path, **terms, price=price) for price in ("1", "1.2"))
    assert len(planned) == 7
    assert planned[0]["deal"] == "plus net"
    assert {float(row["change"]) for row in planned} == {0}
    assert all(float(row["change"]) >= 0 for row in dearer), "nobody was assumed to stay away"
    assert all(row["chance_of_loss"] + row["chance_of_profit"] == pytest.approx(1) for row in planned)
    assert local.get(path, params={"deal": "handshake"}).status_code == 422


def test_an_offer_keeps_comparables_and_is_scored_against_the_settlement(local: httpx.Client, venue_id: str,
                                                                         settled: dict) -> None:
    new = {"concert_id": settled["concert_id"], "artist": "Low", "venue_id": venue_id, "local_date": "2030-04-02",
           "currency": "GBP", "deal": {"deal_type": "versus", "guarantee": "5000.10", "pct": "0.85", "basis": "net"},
           "assumptions": {"price": "22.50"}}
    offer = done(local.post("/v1/offers", json=new), 201)
    assert offer["deal"]["guarantee"] == "5000.10"
    assert offer["snapshot"] == 1
    assert isinstance(offer["comparables"], list)
    path = f"/v1/offers/{offer['offer_id']}"
    assert local.post(f"{path}/score", json={"version": 1}).status_code == 422
    for version, state in ((1, "sent"), (2, "accepted")):
        done(local.post(f"{path}/state", json={"version": version, "state": state}))
    assert local.post(f"{path}/state", json={"version": 2, "state": "withdrawn"}).status_code == 409
    score = done(local.post(f"{path}/score", json={"version": 3}))["score"]
    show = done(local.get(f"/v1/concerts/{settled['concert_id']}"))
    assert score["tickets_sold"] == show["tickets_sold"]
    assert float(score["promoter_result"]) == show["promoter_result"]


def test_comparables_are_chosen_over_the_version_that_was_seen(local: httpx.Client) -> None:
    one, other, third = (row["concert_id"] for row in every(local, "/v1/concerts", limit=1000)[:3])
    path = f"/v1/concerts/{one}/chosen-comparables"
    assert local.get(path).status_code == 404
    chosen = done(local.put(path, json={"other_concert_ids": [other]}))
    assert local.put(path, json={"other_concert_ids": [third]}).status_code == 409
    done(local.put(path, json={"other_concert_ids": [third], "version": chosen["version"]}))
    assert done(local.get(path))["other_concert_ids"] == [third]
    assert local.put(path, json={"other_concert_ids": ["none"], "version": 2}).status_code == 404


@pytest.mark.parametrize(("path", "key", "more"), [
    ("/v1/marketing/budgets", "budget_id", {"currency": "GBP", "amount": "250.00"}),
    ("/v1/marketing/announcements", "announcement_id", {"goes_out_on": "2027-01-08", "words": "On sale at ten"})])
def test_what_is_planned_for_a_show_is_changed_over_the_version_seen_by_those_who_see_the_show(
        local: httpx.Client, path: str, key: str, more: dict) -> None:
    shows = every(local, "/v1/concerts", limit=1000)
    mine, other = shows[0], next(show for show in shows if show["market"] != shows[0]["market"])
    new = more | {"concert_id": mine["concert_id"], "channel": "email"}
    made = done(local.post(path, json=new), 201)
    row = f"{path}/{made[key]}"
    changed = done(local.put(row, json=new | {"channel": "meta", "version": made["version"]}))
    assert (changed["channel"], changed[key]) == ("meta", made[key])
    assert local.put(row, json=new | {"version": made["version"]}).status_code == 409
    client = issue(local, "marketing", markets=[other["market"]])
    assert client.put(row, json=new | {"version": changed["version"]}).status_code == 404
    assert client.post(path, json=new).status_code == 404
    assert made[key] not in {seen[key] for seen in every(client, path)}
    moved = new | {"concert_id": other["concert_id"], "version": changed["version"]}
    near = issue(local, "marketing", markets=[mine["market"]])
    assert near.put(row, json=moved).status_code == 404, "nor is it moved to a show out of sight"
    assert local.delete(row, params={"version": changed["version"]}).status_code == 204


def test_a_watch_list_and_views_belong_to_a_person(local: httpx.Client) -> None:
    artist = local.get("/v1/artists", params={"limit": 1}).json()["data"][0]["artist_id"]
    people = {"ann@example.org": "manager", "bob@example.org": "viewer"}
    for email, role in people.items():
        done(local.put(f"/v1/people/{email}", json={"role": role}))
    ann, bob = (issue(local, role, owner=email) for email, role in people.items())
    assert ann.put(f"/v1/watch-list/{artist}").status_code == 204
    assert ann.put("/v1/watch-list/none").status_code == 404
    assert [row["artist_id"] for row in every(ann, "/v1/watch-list")] == [artist]
    assert every(bob, "/v1/watch-list") == []
    mine = done(ann.post("/v1/views", json={"name": "Leeds", "page": "concerts", "query": "market=Leeds"}), 201)
    assert mine["view_id"] not in {view["view_id"] for view in every(bob, "/v1/views")}
    assert bob.delete(f"/v1/views/{mine['view_id']}").status_code == 404
    link = done(ann.post("/v1/links", json={"page": "concerts", "query": "market=Leeds", "days": 7}), 201)
    assert link["share"].startswith(link["link_id"])
    assert bob.post("/v1/links", json={"page": "concerts"}).status_code == 403
    assert ann.delete(f"/v1/links/{link['link_id']}").status_code == 204


def test_a_token_ends_with_its_owners_role(local: httpx.Client) -> None:
    done(local.put("/v1/people/cid@example.org", json={"role": "manager"}))
    token = issue(local, "manager", owner="cid@example.org")
    assert token.get("/v1/settlements").status_code == 200
    done(local.put("/v1/people/cid@example.org", json={"role": "viewer", "version": 1}))
    assert token.get("/v1/settlements").status_code == 403, "it may no more than its owner may now"
    assert local.delete("/v1/people/cid@example.org", params={"version": 2}).status_code == 204
    assert token.get("/v1/concerts").status_code == 401


def test_an_identity_is_decided_over_the_version_that_was_seen(local: httpx.Client) -> None:
    artist = local.get("/v1/artists", params={"limit": 1}).json()["data"][0]["artist_id"]
    path = "/v1/identity-decisions/ticketmaster/K8vZ"
    done(local.put(path, json={"artist_id": artist}))
    assert local.put(path, json={"artist_id": None}).status_code == 409
    done(local.put(path, json={"artist_id": None, "version": 1}))
    assert local.put(path, json={"artist_id": "none", "version": 2}).status_code == 404
    [decision] = every(local, "/v1/identity-decisions", where="source_artist_id:K8vZ")
    assert decision["artist_id"] is None


@pytest.mark.parametrize(("path", "body"), [
    ("/v1/holds", {"venue_id": "x", "local_date": "2030-01-01", "extra": 1}), ("/v1/holds", {"venue_id": "x"}),
    ("/v1/holds", {"venue_id": "\0", "local_date": "2030-01-01"}), ("/v1/views", {"name": "", "page": "concerts"}),
    ("/v1/views", {"name": "x", "page": "../etc"}), ("/v1/tokens", {"name": "x", "role": "owner"}),
    ("/v1/scheduled-exports", {"name": "x", "question": "/../concerts"}),
    ("/v1/annotations", {"concert_id": "x", "marked_on": "2030-02-30", "kind": "radio", "words": "x"})])
def test_a_body_of_the_wrong_form_is_refused_and_not_repeated(local: httpx.Client, path: str, body: dict) -> None:
    answer = local.post(path, json=body)
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")


def test_a_body_that_is_no_json_is_refused(local: httpx.Client) -> None:
    for content in (b"{", b"\xff\xfe", b'"' + b"\\ud800" + b'"', b""):
        answer = local.post("/v1/views", content=content, headers={"content-type": "application/json"})
        assert answer.status_code == 422, content
