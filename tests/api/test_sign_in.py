"""Sign-in against a real provider in a real browser: who is let in, to which pages, for how long."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from core.desk import audit, people, store, tokens, views
from core.settings import settings
from tests.api.pretend_provider import CLIENT_ID, CLIENT_SECRET, Provider, serve_provider
from tests.conftest import ROOT, Server, Visit, free_port, get, start, stop
from tests.pages.test_browser import turned_to

pytest.importorskip("authlib", reason="Sign-in needs Authlib: python -m pip install Authlib")
DAY = timedelta(days=1)
ALL = {"Overview", "Artists", "Concerts", "Events", "Marketing", "Data"}


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    provider, server = serve_provider()
    yield provider
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def data_dir(season: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The season with a desk of its own."""
    return shutil.copytree(season, tmp_path_factory.mktemp("signed") / "store",
                           ignore=shutil.ignore_patterns("desk*", "logs", "jobs"))


@pytest.fixture(scope="module")
def server(provider: Provider, data_dir: Path) -> Iterator[Server]:
    """The dashboard with sign-in; Vera is a viewer, root@example.org an administrator."""
    port = free_port()
    secrets = data_dir / "secrets.toml"
    secrets.write_text(f"""[auth]
redirect_uri = "http://127.0.0.1:{port}/oauth2callback"
cookie_secret = "canary-cookie-secret-of-some-length"
client_id = "{CLIENT_ID}"
client_secret = "{CLIENT_SECRET}"
server_metadata_url = "{provider.url}/.well-known/openid-configuration"
""")
    environment = {"MARQUEE_DATA_DIR": str(data_dir), "MARQUEE_SIGN_IN_FILE": str(secrets),
                   "MARQUEE_ADMINS": "root@example.org"}
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        settings.cache_clear()
        people.let_in(actor="root@example.org", email="vera@example.org", role="viewer", version=None)
        server = start([sys.executable, "-m", "uvicorn", "app:app", "--host", "127.0.0.1", "--port", str(port),
                        "--no-access-log"], ROOT, **environment)
        yield server
        stop(server)
        store.opened().dispose()
        store.open_at.cache_clear()
    settings.cache_clear()


def sign_in(visit: Visit, server: Server, provider: Provider, email: str, **claims: Any) -> Visit:
    provider.claims = {"email": email, **claims}
    visit.page.goto(server.url)
    with visit.page.expect_response("**/oauth2callback**"):
        visit.page.get_by_role("button", name="Sign in").click()
    return visit


def assert_pages(visit: Visit, expected: set[str]) -> None:
    """Exactly these stand in the navigation."""
    visit.page.locator("h1").first.wait_for(timeout=30_000)
    for name in expected:
        visit.page.get_by_role("link", name=name, exact=True).first.wait_for(timeout=30_000)
    assert {name for name in ALL if visit.page.get_by_role("link", name=name, exact=True).count()} == expected


@pytest.mark.parametrize("path", ["", "concerts", "marketing?market=Leeds", "data"])
def test_nothing_is_shown_to_who_has_not_signed_in(visit: Visit, server: Server, path: str) -> None:
    visit.page.goto(f"{server.url}/{path}")
    visit.page.get_by_role("button", name="Sign in").wait_for(timeout=30_000)
    assert visit.page.locator("h1").count() == 0
    assert visit.page.get_by_role("link", name="Concerts").count() == 0


def test_a_program_needs_a_token(server: Server) -> None:
    assert get(f"{server.url}/api/v1/concerts").status_code == 401
    assert get(f"{server.url}/api/health").status_code == 200
    _, text = tokens.issue_token(actor="root@example.org", name="x", owner="vera@example.org", role="admin",
                                 scopes=["read", "admin"], lasts=DAY)
    shown = {"authorization": f"Bearer {text}"}
    assert get(f"{server.url}/api/v1/concerts", headers=shown).status_code == 200
    assert get(f"{server.url}/api/v1/audit", headers=shown).status_code == 403, "its owner is a viewer"


def test_a_viewer_finds_a_viewers_pages_and_no_other(visit: Visit, server: Server, provider: Provider) -> None:
    sign_in(visit, server, provider, "Vera@Example.org")
    assert_pages(visit, {"Overview", "Artists", "Concerts", "Events"})
    for forbidden in ("marketing", "data"):
        visit.page.goto(f"{server.url}/{forbidden}")
        visit.page.locator("h1").first.wait_for(timeout=30_000)
        assert visit.page.locator("h1").first.inner_text() not in ("Marketing", "Data")
    cookies = {cookie["name"]: cookie for cookie in visit.page.context.cookies()}
    assert cookies["_streamlit_user"]["httpOnly"]
    assert cookies["_streamlit_user"]["sameSite"] == "Lax"


def test_a_viewers_pages_stand_without_money(visit: Visit, server: Server, provider: Provider) -> None:
    sign_in(visit, server, provider, "vera@example.org")
    for name in ("artists", "concerts", "events", "overview"):
        turned_to(visit.page, name)
        text = visit.page.locator("[data-testid=stMain]").inner_text()
        assert not visit.page.get_by_test_id("stException").count(), text
        assert "Walkout" not in text, name


def test_an_administrator_of_the_settings_finds_all_pages(visit: Visit, server: Server, provider: Provider) -> None:
    sign_in(visit, server, provider, "root@example.org")
    assert_pages(visit, ALL)


@pytest.mark.parametrize("claims", [
    {"email": "nobody@example.org"}, {"email": "vera@example.org", "email_verified": False}, {"email": ""}],
    ids=["stranger", "not verified", "no address"])
def test_who_has_no_role_is_told_so_and_can_leave(visit: Visit, server: Server, provider: Provider,
                                                  claims: dict[str, Any]) -> None:
    sign_in(visit, server, provider, **claims)
    visit.page.get_by_text("Not let in yet").wait_for(timeout=30_000)
    assert visit.page.locator("h1").count() == 0
    visit.page.get_by_role("button", name="Sign out").click()
    visit.page.wait_for_url(f"{provider.url}/end**")


def test_a_sign_in_that_is_too_old_counts_no_more(visit: Visit, server: Server, provider: Provider) -> None:
    sign_in(visit, server, provider, "vera@example.org", iat=int(time.time()) - 13 * 3600)
    visit.page.wait_for_url(f"{server.url}/")
    visit.page.get_by_role("button", name="Sign in").wait_for(timeout=30_000)
    assert "_streamlit_user" in {cookie["name"] for cookie in visit.page.context.cookies()}
    assert visit.page.locator("h1").count() == 0


def test_a_forged_cookie_is_nobody(visit: Visit, server: Server, provider: Provider) -> None:
    sign_in(visit, server, provider, "vera@example.org")
    visit.page.locator("h1").first.wait_for(timeout=30_000)
    [cookie] = [cookie for cookie in visit.page.context.cookies() if cookie["name"] == "_streamlit_user"]
    value = cookie["value"]
    middle = len(value) // 2
    forged = value[:middle] + ("A" if value[middle] != "A" else "B") + value[middle + 1:]
    for wrong in (forged, "x", json.dumps({"email": "root@example.org", "is_logged_in": True})):
        visit.page.context.add_cookies([{**cookie, "value": wrong.replace('"', "%22")}])
        visit.page.goto(server.url)
        visit.page.get_by_role("button", name="Sign in").wait_for(timeout=30_000)


def test_a_role_that_is_taken_away_ends_at_the_next_look(visit: Visit, server: Server, provider: Provider) -> None:
    people.let_in(actor="root@example.org", email="kim@example.org", role="manager", version=None)
    sign_in(visit, server, provider, "kim@example.org")
    assert_pages(visit, ALL)
    people.shut_out(actor="root@example.org", email="kim@example.org", version=1)
    visit.page.reload()
    visit.page.get_by_text("Not let in yet").wait_for(timeout=30_000)


def test_a_share_link_opens_one_page_until_it_is_revoked(visit: Visit, server: Server) -> None:
    link, text = views.share(actor="root@example.org", page="concerts", query="", lasts=DAY, markets=[], venues=[])
    visit.page.goto(f"{server.url}/?share={text}")
    visit.page.locator("h1", has_text="Concerts").wait_for(timeout=30_000)
    for forged in (text[:-2], "x", f"{text}x"):
        visit.page.goto(f"{server.url}/?share={forged}")
        visit.page.get_by_text("shows nothing").wait_for(timeout=30_000)
    views.revoke_link(actor="root@example.org", link_id=link["link_id"])
    visit.page.goto(f"{server.url}/?share={text}")
    visit.page.get_by_text("shows nothing").wait_for(timeout=30_000)


def test_sign_ins_stand_in_the_log_and_secrets_do_not(server: Server, data_dir: Path) -> None:
    lines = {(entry["actor"], entry["action"]) for entry in audit.entries()}
    assert ("vera@example.org", "sign-in") in lines
    assert ("nobody@example.org", "sign-in refused") in lines
    assert "canary" not in "".join(server.log)
    for file in data_dir.rglob("*"):
        if file.is_file() and file.name != "secrets.toml":
            assert b"canary-c" not in file.read_bytes(), file


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example"])
def test_another_host_name_is_refused_still(server: Server, host: str) -> None:
    assert get(server.url, headers={"host": host}).status_code == 403
    assert get(f"{server.url}/api/v1/concerts", headers={"host": host}).status_code == 403
    assert get(f"{server.url}/api/health", headers={"x-forwarded-for": "203.0.113.9"}).status_code == 200


def test_a_load_balancer_may_ask_for_our_health_by_address_and_for_nothing_else(server: Server) -> None:
    by_address = {"host": "10.1.2.3:8501"}
    assert get(f"{server.url}/api/health", headers=by_address).json() == {"status": "ok"}
    for path in ("/", "/api/ready", "/api/openapi.json", "/api/health/", "//api/health"):
        assert get(f"{server.url}{path}", headers=by_address).status_code == 403, path


def test_an_open_bind_refuses_to_start_without_sign_in(tmp_path: Path) -> None:
    started = subprocess.run([sys.executable, "-m", "uvicorn", "app:app", "--host", "0.0.0.0", "--port", "0"], cwd=ROOT,
                             env=os.environ | {"MARQUEE_DATA_DIR": str(tmp_path),
                                               "MARQUEE_SIGN_IN_FILE": str(tmp_path / "none.toml")}, timeout=60,
                             capture_output=True, text=True, check=False)
    assert started.returncode != 0
    assert "will not listen on 0.0.0.0" in started.stderr + started.stdout
