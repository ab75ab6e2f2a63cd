"""The front door: one process, this machine only, deep links through the entry script, nothing from outside."""

import asyncio
import re
import sys
from collections.abc import Callable
from pathlib import Path

import brotli
import httpx
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from core.publish import publish
from core.serving import LoopbackOnly
from core.settings import settings
from core.warehouse.store import writing
from tests.conftest import AT_REST, ROOT, Server, Visit, free_port, get, start, stop
from tests.live import look

Serve = Callable[[Path], Server]
PAGES = {"": "Overview", "artists": "Artists", "concerts": "Concerts", "events": "Events", "marketing": "Marketing",
         "data": "Data"}


@pytest.fixture(scope="module")
def two_markets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published store with nothing but two listed shows, in Leeds and in Rock & Roll Town."""
    folder = tmp_path_factory.mktemp("two-markets")
    with writing(folder) as warehouse:
        for number, market in enumerate(["Leeds", "Rock & Roll Town"]):
            warehouse.execute("INSERT INTO market VALUES (?, 'city', ?, ?)", [f"m{number}", market, market])
            warehouse.execute("INSERT INTO venue (venue_id, name, market_id, timezone) VALUES (?, ?, ?, 'UTC')",
                              [f"v{number}", f"Hall {number}", f"m{number}"])
            warehouse.execute("INSERT INTO event (event_id, source, name, venue_id, local_date, status, is_show) "
                              "VALUES (?, 'files', 'A show', ?, '2026-12-04', 'onsale', true)",
                              [f"e{number}", f"v{number}"])
    publish(data_dir=folder)
    return folder


@pytest.fixture(scope="module")
def url(serve: Serve, two_markets: Path) -> str:
    return serve(two_markets).url


def test_health_is_answered_and_an_empty_store_is_not_ready(serve: Serve, empty_store: Path) -> None:
    url = serve(empty_store).url
    assert get(f"{url}/api/health").json() == {"status": "ok"}
    ready = get(f"{url}/api/ready")
    assert (ready.status_code, ready.json()["status"]) == (503, "waiting")
    assert "Nothing has been published yet" in ready.json()["detail"]
    assert set(get(f"{url}/api/openapi.json").json()["paths"]) >= {"/health", "/ready"}


def test_a_published_store_is_ready(url: str) -> None:
    assert get(f"{url}/api/ready").json() == {"status": "ready", "snapshot": 1, "detail": ""}


def test_the_upload_takes_files_as_large_as_the_setting_says(url: str) -> None:
    asked = [message.delta.new_element.file_uploader for message in look(url, "data").messages
             if message.delta.new_element.WhichOneof("type") == "file_uploader"]
    assert [box.max_upload_size_mb for box in asked] == [settings().upload_megabytes]


def test_streamlit_run_serves_the_same(empty_store: Path) -> None:
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless", "true", "--server.port"]
    server = start([*command, str(free_port())], ROOT, MARQUEE_DATA_DIR=str(empty_store))
    try:
        assert get(f"{server.url}/api/health").json() == {"status": "ok"}
        assert "<title>Marquee</title>" in get(f"{server.url}/concerts").text
    finally:
        stop(server)


@pytest.mark.parametrize("headers", [
    {"host": "marquee.example"},
    {"host": "127.0.0.1.evil.example:8501"},
    {"x-forwarded-for": "203.0.113.9"},
    {"x-forwarded-proto": "https"},
    {"forwarded": "for=203.0.113.9"},
    {"x-real-ip": "127.0.0.1"},
    {"via": "1.1 proxy"},
])
@pytest.mark.parametrize("path", ["/", "/api/health", "/_stcore/health"])
def test_who_comes_from_elsewhere_is_refused_with_a_reason(url: str, path: str, headers: dict[str, str]) -> None:
    answer = get(url + path, headers=headers)
    assert answer.status_code == 403
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == 403
    assert problem["detail"]
    assert "127.0.0.1" in problem["remedy"]


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8501", "[::1]:8501", "LOCALHOST:80"])
def test_this_machine_is_let_in_under_each_of_its_names(url: str, host: str) -> None:
    assert get(f"{url}/api/health", headers={"host": host}).status_code == 200


def test_a_forwarded_live_connection_is_refused(url: str) -> None:
    with pytest.raises(InvalidStatus) as refused:
        connect(f"{url.replace('http', 'ws')}/_stcore/stream", additional_headers={"x-forwarded-for": "203.0.113.9"})
    assert refused.value.response.status_code == 403


@pytest.mark.parametrize("origin", ["https://evil.example", "http://localhost:1", "http://127.0.0.1", "null", "",
                                    "http://127.0.0.1.evil.example"])
def test_a_live_connection_of_another_sites_page_is_refused(url: str, origin: str) -> None:
    with pytest.raises(InvalidStatus) as refused:
        connect(f"{url.replace('http', 'ws')}/_stcore/stream", additional_headers={"origin": origin})
    assert refused.value.response.status_code == 403


def test_a_live_connection_of_our_own_page_or_of_a_program_is_let_in(url: str) -> None:
    for headers in ({"origin": url}, {}):
        with connect(f"{url.replace('http', 'ws')}/_stcore/stream", additional_headers=headers) as socket:
            socket.ping().wait(30)


def test_a_server_that_others_can_reach_answers_nobody() -> None:
    """The address that an ASGI server reports for a reachable interface, put to the guard itself."""
    sent: list[dict] = []

    async def inside(scope: dict, receive: object, send: object) -> None:
        raise AssertionError("the guard let it in")

    async def send(message: dict) -> None:
        sent.append(message)

    scope = {"type": "http", "server": ("203.0.113.5", 8501), "headers": [(b"host", b"localhost")]}
    asyncio.run(LoopbackOnly(inside)(scope, None, send))
    assert sent[0]["status"] == 403
    assert b"203.0.113.5" in sent[1]["body"]


def test_metrics_are_hidden_and_each_answer_carries_safe_headers(url: str) -> None:
    for path in ("/_stcore/metrics", "/_stcore/metrics/", "/_stcore/agent/openapi.json", "/_stcore/agent/interact",
                 "/_stcore//metrics", "/_STCORE/metrics"):
        assert (get(url + path).status_code, httpx.post(url + path, timeout=60).status_code) == (404, 404), path
    for path in ("/", "/api/health", "/app/static/icon.png", "/_stcore/metrics", "/_stcore/health"):
        headers = get(url + path).headers
        assert "frame-ancestors 'none'" in headers["content-security-policy"], path
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"] == "same-origin"


def test_bundles_travel_compressed_and_unchanged(url: str) -> None:
    page = get(url).text
    chunk = re.search(r'href="\.(/static/js/PlotlyChart\.[^"]+\.js)"', page)
    assert chunk, "the first page asks for the chart code early"
    plain = get(url + chunk[1], headers={"accept-encoding": "identity"})
    with httpx.stream("GET", url + chunk[1], headers={"accept-encoding": "br"}, timeout=60) as small:
        sent = b"".join(small.iter_raw())
        assert small.headers["content-encoding"] == "br"
        assert "immutable" in small.headers["cache-control"]
    assert brotli.decompress(sent) == plain.content
    assert len(sent) < len(plain.content) / 3


@pytest.mark.parametrize("path", ["/static/js/%2e%2e/%2e%2e/%2e%2e/config.py", "/app/static/%2e%2e/navigation.py",
                                  "/app/static/..%2f..%2fapp.py", "/pages/navigation.py", "/app.py", "/.env"])
def test_no_path_climbs_out_to_a_source_file(url: str, path: str) -> None:
    assert "import " not in get(url + path).text


@pytest.mark.parametrize(("path", "name"), PAGES.items(), ids=PAGES.values())
def test_a_deep_link_opens_its_page_inside_the_frame(visit: Visit, url: str, path: str, name: str) -> None:
    page = visit.open(f"{url}/{path}")
    assert page.locator("h1").inner_text() == name
    page.get_by_role("link", name="Concerts").wait_for()  # the navigation stands above every page
    page.locator("[data-testid=stStatusWidget]").wait_for(state="detached")
    assert not visit.errors
    assert not visit.outside


def test_overview_is_found_by_its_name_with_its_filters(url: str) -> None:
    answer = get(f"{url}/overview?market=Leeds")
    assert (answer.status_code, answer.headers["location"]) == (307, f"{url}/?market=Leeds")


def test_the_address_of_the_api_leads_to_its_docs(url: str) -> None:
    answer = get(f"{url}/api", follow_redirects=True)
    assert (answer.status_code, "Marquee API" in answer.text) == (200, True)


def chosen(visit: Visit) -> list[str]:
    return [tag.get_attribute("aria-label") or "" for tag in visit.page.locator("[data-tag]").all()]


def test_filters_live_in_the_url_survive_a_page_switch_and_reset(visit: Visit, url: str) -> None:
    page = visit.open(f"{url}/concerts?market=Rock+%26+Roll+Town&market=Nowhere&from=2026-12-01")
    page.locator("[data-tag]").first.wait_for()
    assert chosen(visit) == ["Rock & Roll Town"], "a market that does not exist is no filter"

    page.get_by_role("link", name="Events").click()
    page.locator("h1", has_text="Events").wait_for()
    page.wait_for_url(re.compile("/events[?](?=.*market=Rock[+]%26[+]Roll[+]Town).*from=2026-12-01"))
    page.locator("[data-tag]").first.wait_for()
    assert chosen(visit) == ["Rock & Roll Town"]

    page.get_by_role("link", name="Data").click()
    page.locator("h1", has_text="Data").wait_for()
    page.get_by_role("link", name="Marketing").click()
    page.locator("h1", has_text="Marketing").wait_for()
    # A page without filters between does not lose them.
    page.wait_for_url(re.compile("/marketing[?].*market=Rock[+]%26[+]Roll[+]Town"))

    page.get_by_role("combobox", name="Market").click()
    page.get_by_role("option", name="Leeds").click()
    page.wait_for_url("**market=Leeds**")
    page.keyboard.press("Escape")

    page.get_by_role("button", name="Reset").click()
    page.wait_for_url(f"{url}/marketing")
    page.locator("[data-tag]").first.wait_for(state="detached")
    assert not chosen(visit)
    assert not visit.errors


def test_before_the_first_publish_each_page_says_what_to_do(visit: Visit, serve: Serve, empty_store: Path) -> None:
    page = visit.open(f"{serve(empty_store).url}/concerts")
    page.get_by_text("No data yet").wait_for()
    page.get_by_text("python -m core").wait_for()
    assert page.locator("h1").inner_text() == "Concerts"
    assert not visit.errors


def test_the_frame_fits_a_phone_in_the_dark(visit: Visit, url: str) -> None:
    visit.page.set_viewport_size({"width": 390, "height": 844})
    visit.page.emulate_media(color_scheme="dark")
    page = visit.open(url)
    page.get_by_role("combobox", name="Market").wait_for()
    page.locator("h2").first.wait_for()
    page.locator(AT_REST).wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    # Two filters stand beside each other.
    page.wait_for_function("([one, other]) => Math.abs(one.getBoundingClientRect().y - other.getBoundingClientRect().y) < 2",
                           arg=[page.get_by_role("combobox", name=name).element_handle() for name in ("Market", "Venue")])
