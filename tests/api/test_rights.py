"""Who may do what: every role at every route against the table of permissions, rows by market and venue, tokens."""

from collections import defaultdict
from itertools import product

import httpx
import pytest

from core.access import MONEY_COLUMNS, PERMISSIONS, Action, Grant, Role, Scope
from tests.api.conftest import every, issue
from tests.api.routes import routes

OPEN = {"/health", "/ready", "/docs", "/docs/{name:path}"}
ROUTES = [route for route in routes() if route.path not in OPEN]
# What a route is asked with in the matrix: nothing is done, because nothing of that name exists or the body is empty.
NAMES = defaultdict(lambda: "none", email="none@example.org")


def test_every_route_requires_an_action_but_the_open_ones() -> None:
    assert len(ROUTES) > 80
    without = [route.path for route in ROUTES if not route.actions]
    assert without == ["/v1/me"], "default deny: whoever adds a route says who may use it"


def test_the_table_names_every_action_and_a_role_that_may() -> None:
    assert set(PERMISSIONS) == set(Action)
    assert all(Role.admin in allowed.roles for allowed in PERMISSIONS.values())


def test_what_the_table_does_not_name_is_refused() -> None:
    nobody = Grant("x", ())
    assert not any(nobody.may(action) for action in Action)
    assert not Grant("x", (Role.admin,)).may("make_coffee")  # type: ignore[arg-type]
    assert not Grant("x", (Role.admin,), scopes=frozenset()).may(Action.see_overview)


def test_two_roles_allow_what_both_allow() -> None:
    both = Grant("x", (Role.manager, Role.marketing))
    assert not both.may(Action.see_money)
    assert both.may(Action.annotate)


@pytest.mark.parametrize(("role", "route"), list(product(Role, ROUTES)),
                         ids=lambda value: value if isinstance(value, Role) else f"{value.method} {value.path}")
def test_a_role_gets_through_a_route_exactly_when_the_table_says_so(
        by_role: dict[str, httpx.Client], role: Role, route: tuple) -> None:
    path = route.path.format_map(NAMES)
    answer = by_role[role].request(route.method, path)
    if all(role in PERMISSIONS[action].roles for action in route.actions):
        assert answer.status_code not in (401, 403), answer.text
    else:
        assert answer.status_code == 403, answer.text
        assert answer.json()["remedy"]


@pytest.mark.parametrize("scope", Scope)
def test_a_token_does_no_more_than_its_scope(local: httpx.Client, scope: Scope) -> None:
    client = issue(local, "admin", scopes=[scope])
    for route in ROUTES:
        answer = client.request(route.method, route.path.format_map(NAMES))
        fits = all(PERMISSIONS[action].scope == scope for action in route.actions)
        assert (answer.status_code != 403) == fits, (route, answer.text)


def test_money_is_for_managers_wherever_it_stands(by_role: dict[str, httpx.Client]) -> None:
    [show] = by_role["manager"].get("/v1/concerts", params={"limit": 1}).json()["data"]
    assert {"walkout", "promoter_result"} <= show.keys()
    for role in ("viewer", "marketing", "analyst"):
        seen = [row for path in ("/v1/concerts", f"/v1/concerts/{show['concert_id']}", "/v1/concerts/on-sale")
                for row in [by_role[role].get(path).json()["data"]]]
        keys = {key for rows in seen for row in (rows if isinstance(rows, list) else [rows]) for key in row}
        assert keys
        assert not keys & MONEY_COLUMNS, role
        assert by_role[role].get("/v1/settlements").status_code == 403
        assert by_role[role].get("/v1/concerts", params={"fields": "walkout"}).status_code == 400
        assert "walkout" not in by_role[role].get("/v1/concerts", headers={"accept": "text/csv"}).text


def test_refused_values_are_personal_and_for_those_trusted_with_them(by_role: dict[str, httpx.Client],
                                                                     local: httpx.Client) -> None:
    for client, sees in ((by_role["analyst"], False), (by_role["admin"], True), (local, True)):
        header = client.get("/v1/sources/rejects", headers={"accept": "text/csv"}).text.splitlines()[0]
        assert ("value" in header.split(",")) == sees


@pytest.fixture(scope="module")
def two_markets(local: httpx.Client) -> tuple[dict, dict]:
    """A show in one market and one in another."""
    shows = every(local, "/v1/concerts", limit=1000)
    first = shows[0]
    return first, next(show for show in shows if show["market"] != first["market"])


def test_rows_outside_a_market_are_out_of_sight(local: httpx.Client, two_markets: tuple[dict, dict]) -> None:
    mine, other = two_markets
    client = issue(local, "manager", markets=[mine["market"]])
    for path in ("/v1/concerts", "/v1/events", "/v1/forecasts", "/v1/settlements", "/v1/venues"):
        rows = every(client, path, limit=1000)
        assert {row["market"] for row in rows} <= {mine["market"]}, path
    assert every(client, "/v1/concerts", limit=1000)
    assert client.get("/v1/concerts", params={"market": other["market"]}).status_code == 403
    for path in ("", "/pacing", "/settlement-lines", "/comparables", "/ticket-count"):
        assert client.get(f"/v1/concerts/{other['concert_id']}{path}").status_code == 404, path
        assert client.get(f"/v1/concerts/{mine['concert_id']}{path}").status_code == 200, path
    assert client.get("/v1/query", params={"sql": "SELECT 1"}).status_code == 403
    mark = {"concert_id": other["concert_id"], "marked_on": "2026-01-01", "kind": "note", "words": "x"}
    assert client.post("/v1/annotations", json=mark).status_code == 404
    text = client.get("/v1/concerts", headers={"accept": "text/csv"}).text
    assert other["concert_id"] not in text


def test_rows_outside_a_venue_are_out_of_sight(local: httpx.Client, two_markets: tuple[dict, dict]) -> None:
    mine, other = two_markets
    client = issue(local, "manager", venues=[mine["venue"]])
    assert {row["venue"] for row in every(client, "/v1/concerts", limit=1000)} == {mine["venue"]}
    assert client.get(f"/v1/concerts/{other['concert_id']}").status_code == 404
    assert client.get("/v1/marketing/segments").status_code == 403, "it cannot be narrowed to a venue"
    assert client.get("/v1/events/strip").status_code == 403


def test_a_touring_history_hides_how_our_shows_elsewhere_sold(local: httpx.Client,
                                                              two_markets: tuple[dict, dict]) -> None:
    mine, other = two_markets
    client = issue(local, "manager", markets=[mine["market"]])
    [artist] = [row["artist_id"] for row in every(local, "/v1/artists", limit=1000) if row["artist"] == other["artist"]]
    full = every(local, f"/v1/artists/{artist}/touring", limit=1000)
    cut = every(client, f"/v1/artists/{artist}/touring", limit=1000)
    assert len(full) == len(cut)
    for whole, shown in zip(full, cut, strict=True):
        if whole["venue"] == other["venue"] and whole["is_ours"]:
            assert whole["gross"] is not None
            assert (shown["gross"], shown["tickets_sold"]) == (None, None)


def test_holds_of_another_market_are_out_of_sight(local: httpx.Client, two_markets: tuple[dict, dict]) -> None:
    mine, other = two_markets
    venues = {row["venue"]: row["venue_id"] for row in every(local, "/v1/venues", limit=1000)}
    client = issue(local, "manager", markets=[mine["market"]])
    hold = {"local_date": "2031-05-05", "artist": "Low"}
    theirs = local.post("/v1/holds", json=hold | {"venue_id": venues[other["venue"]]}).json()["data"]
    assert client.post("/v1/holds", json=hold | {"venue_id": venues[other["venue"]]}).status_code == 404
    assert client.post("/v1/holds", json=hold | {"venue_id": venues[mine["venue"]]}).status_code == 201
    assert theirs["hold_id"] not in {row["hold_id"] for row in every(client, "/v1/holds")}
    for deed in ("confirm", "release"):
        assert client.post(f"/v1/holds/{theirs['hold_id']}/{deed}", json={"version": 1}).status_code == 404


def test_a_wrong_token_is_nobody_even_on_this_machine(local: httpx.Client) -> None:
    for shown in ("Bearer mq_000000000000_wrong", "Bearer", "Basic YTpi", "Bearer " + "x" * 5000, "nonsense"):
        answer = local.get("/v1/concerts", headers={"authorization": shown})
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer"), shown


def test_a_revoked_token_ends_at_once(local: httpx.Client) -> None:
    client = issue(local, "viewer")
    assert client.get("/v1/me").status_code == 200
    token_id = client.headers["authorization"].split("_")[1]
    assert local.delete(f"/v1/tokens/{token_id}").status_code == 204
    assert client.get("/v1/me").status_code == 401
    assert local.get("/v1/tokens", params={"where": f"token_id:{token_id}"}).json()["data"][0]["revoked_at"]


def test_a_token_that_an_administrator_makes_says_whose_it_is(by_role: dict[str, httpx.Client]) -> None:
    me = by_role["manager"].get("/v1/me").json()["data"]
    assert "manager" in me["roles"]
    assert "see_money" in me["actions"]
    assert "manage_access" not in me["actions"]


def test_a_page_of_another_site_cannot_write(local: httpx.Client) -> None:
    view = {"name": "x", "page": "concerts"}
    for headers in ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}, {"origin": "null"}):
        assert local.post("/v1/views", json=view, headers=headers).status_code == 403
    own = str(local.base_url).removesuffix("/api/")
    assert local.post("/v1/views", json=view, headers={"origin": own}).status_code == 201


def test_what_was_done_stands_in_the_log_with_token_and_address(local: httpx.Client) -> None:
    client = issue(local, "analyst")
    token_id = client.headers["authorization"].split("_")[1]
    assert client.get("/v1/concerts", headers={"accept": "text/csv"}).status_code == 200
    assert client.get("/v1/query", params={"sql": "SELECT 1 AS one"}).status_code == 200
    lines = [line for line in every(local, "/v1/audit", limit=10_000) if token_id in line["address"]]
    done = [(line["action"], line["subject"]) for line in lines]
    assert done == [("export", "/concerts"), ("query", "SELECT 1 AS one")]
    exported = local.get("/v1/audit", headers={"accept": "text/csv"}).text
    assert token_id in exported
    assert client.headers["authorization"].split("_", 2)[2] not in exported, "never its secret"
