"""Every role at every page of the running dashboard, against the table of permissions; rows by market; every deed asked."""

import ast
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import product
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest

from core.access import PERMISSIONS, Action, Role
from tests.api.conftest import every
from tests.conftest import ROOT, Server, free_port, start, stop
from tests.live import Screen, cookie_of, look, words

PAGES = sorted(path.stem for path in (ROOT / "pages").glob("*.py") if path.stem != "navigation")
SECRET = "a-cookie-secret-of-some-length"
Look = Callable[..., Screen]


def may(role: str, page: str) -> bool:
    """What the table says; a page that it does not name is nobody's."""
    action = Action.__members__.get(f"see_{page}")
    return action is not None and role in PERMISSIONS[action].roles


@pytest.fixture(scope="module")
def signed(season: Path, local: httpx.Client, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The dashboard over the same store where people sign in; one person a role, and one who sees a market."""
    for role in Role:
        local.put(f"/v1/people/{role}@example.org", json={"role": role}).raise_for_status()
    market = local.get("/v1/concerts", params={"limit": 1}).json()["data"][0]["market"]
    local.put("/v1/people/narrow@example.org", json={"role": "manager", "markets": [market]}).raise_for_status()
    port = free_port()
    secrets = tmp_path_factory.mktemp("signed") / "secrets.toml"
    secrets.write_text(f"""[auth]
redirect_uri = "http://127.0.0.1:{port}/oauth2callback"
cookie_secret = "{SECRET}"
client_id = "marquee"
client_secret = "unused"
server_metadata_url = "http://127.0.0.1:9/unused"
""")
    server = start([sys.executable, "-m", "uvicorn", "app:app", "--host", "127.0.0.1", "--port", str(port),
                    "--no-access-log"], ROOT, MARQUEE_DATA_DIR=str(season), MARQUEE_SIGN_IN_FILE=str(secrets))
    yield server
    stop(server)


@pytest.fixture(scope="module")
def settled(local: httpx.Client) -> dict:
    """A show whose settlement everybody looks at, each with their own rights."""
    return next(row for row in every(local, "/v1/settlements", limit=1000) if row["status"] == "settled" and row["walkout"])


@pytest.fixture(scope="module")
def seen(signed: Server, settled: dict) -> Look:
    """Give `seen(person, page)`: the page as that person gets it, with the settled show in its address; asked once."""
    @cache
    def looked(person: str, page: str = "", show: str = settled["concert_id"], secret: str = SECRET, view: str = "",
               **claims: object) -> Screen:
        cookie = cookie_of(secret, signed.url, {"email": f"{person}@example.org", "iat": int(time.time()), **claims})
        return look(signed.url, page if page != "overview" else "", urlencode({"show": show, "view": view, "look": view}),
                    cookie)

    return looked


@pytest.mark.parametrize(("role", "page"), list(product(Role, PAGES)))
def test_a_page_is_in_the_navigation_and_opens_exactly_when_the_table_says_so(seen: Look, role: str, page: str) -> None:
    screen = seen(role, page)
    allowed = {name for name in PAGES if may(role, name)}
    assert {name or "overview" for name in screen.pages} == allowed
    assert not broken([screen]), "no page breaks for anybody"
    if page in allowed:
        assert screen.title == page.capitalize()
    else:
        assert screen.not_found
        assert screen.title != page.capitalize()


@pytest.mark.parametrize("page", ["overview", "concerts", "access"])
@pytest.mark.parametrize("who", [
    {}, {"person": "nobody"}, {"secret": "another-secret-of-that-length"}, {"iat": 0}, {"iat": None},
    {"email_verified": False}, {"is_logged_in": False}],
    ids=["no cookie", "stranger", "forged", "expired", "without time", "not verified", "signed out"])
def test_nobody_else_gets_any_page(signed: Server, seen: Look, who: dict, page: str) -> None:
    screen = seen(**{"person": "admin", "page": page} | who) if who else look(signed.url, page)
    assert (screen.pages, screen.title) == ([], None)
    assert not [text for text in screen.texts if "tickets" in text.lower()]


def broken(screens: Iterable[Screen]) -> list[str]:
    return [kind for screen in screens for message in screen.messages
            if (kind := message.delta.new_element.exception.type)]


def views_of(screen: Screen) -> list[str]:
    """The views that a page offers beside the one it opens with."""
    return [option.content for message in screen.messages for group in [message.delta.new_element.button_group]
            if group.label in ("View", "Look at") for option in group.options][1:]


def all_of(seen: Look, person: str, page: str, show: str) -> bytes:
    """A page with each of its views, as it travelled."""
    first = seen(person, page, show)
    return b"".join([first.raw, *(seen(person, page, show, view=view).raw for view in views_of(first))])


# What stands on a page for who may do it: the page, words of its control, the action.
CONTROLS = [
    ("overview", "Views", Action.save_view), ("concerts", "Export", Action.export), ("concerts", "Views", Action.save_view),
    ("data", "Import files", Action.import_files),
    ("data", "Files made by the clock", Action.schedule_export), ("access", "Give this role", Action.manage_access),
    ("access", "The whole log as CSV", Action.see_audit)]


@pytest.mark.parametrize("role", Role)
def test_a_page_offers_what_its_reader_may_do_and_nothing_else(seen: Look, role: str) -> None:
    for page, control, action in CONTROLS:
        if may(role, page):
            offered = control in words(seen(role, page).texts)
            assert offered == (role in PERMISSIONS[action].roles), (page, control)


@pytest.mark.parametrize("role", ["viewer", "marketing", "analyst", "manager"])
def test_no_money_reaches_who_may_not_see_it(seen: Look, local: httpx.Client, settled: dict, role: str) -> None:
    lines = every(local, f"/v1/concerts/{settled['concert_id']}/settlement-lines")
    figures = {"Promoter result", *(f"{line['amount']:,.2f}" for line in lines if line["label"] == "Walkout")}
    found = {(page, figure) for page in PAGES if page != "data" and may(role, page)  # Data defines the words
             for raw in [all_of(seen, role, page, settled["concert_id"])] for figure in figures if figure.encode() in raw}
    assert bool(found) == (role in PERMISSIONS[Action.see_money].roles), found


# Where an artist has played or will anybody may know.
PUBLIC = {"artists", "Artist"}


def test_rows_outside_a_market_are_on_no_page(seen: Look, local: httpx.Client) -> None:
    shows = every(local, "/v1/concerts", limit=1000)
    inside = [show for show in shows if show["market"] == shows[0]["market"]]
    outside = [show for show in shows if show["market"] != shows[0]["market"]]
    venues = {show["venue"] for show in outside} - {show["venue"] for show in inside}
    for page in PAGES:
        asked = outside[0]["concert_id"]
        raw = all_of(seen, "narrow", page, asked) if may("manager", page) else b""
        assert not [show["concert_id"] for show in outside[1:] if show["concert_id"].encode() in raw], page
        leaks = {view or page: [venue for venue in venues if venue.encode() in seen("narrow", page, asked, view=view).raw]
                 for view in ("", *views_of(seen("narrow", page, asked))) if may("manager", page)}
        assert not {view for view, found in leaks.items() if found} - PUBLIC, page
        assert not broken(seen("narrow", page, asked, view=view) for view in leaks)
        assert not may("manager", page) or seen("narrow", page, asked).title == page.capitalize()


def calls(name: str) -> Iterator[tuple[Path, ast.Call]]:
    for path in sorted((ROOT / "pages").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == name:
                yield path, node


HARMLESS = {"reset", "anew", "open_profile", "st.login", "sign_out", "st.logout", "'ignore'", "'rerun'"}


@pytest.mark.parametrize("control", ["button", "form_submit_button", "checkbox", "toggle", "menu_button"])
def test_every_button_that_does_something_asks_the_table_again_when_it_is_pressed(control: str) -> None:
    """What a page allowed when it was drawn may be allowed no more: see pages.parts.signing.deed."""
    for path, call in calls(control):
        for keyword in call.keywords:
            if keyword.arg in ("on_click", "on_change"):
                assert ast.unparse(keyword.value) in HARMLESS | {"deed"}, f"{path.name}:{call.lineno}"


def test_every_file_that_is_taken_home_asks_for_the_right_and_is_in_the_log() -> None:
    for path, call in calls("download_button"):
        data = ast.unparse(call.args[1] if len(call.args) > 1 else next(k.value for k in call.keywords if k.arg == "data"))
        assert data == "made" or data.startswith("taken_home("), f"{path.name}:{call.lineno}"
