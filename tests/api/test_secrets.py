"""Canary secrets, sought in all that Marquee gives out: answers, files, pages, what a browser is sent, logs, the CLI."""

import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from core.__main__ import app
from core.settings import settings
from tests.api.routes import routes
from tests.conftest import ROOT, Server, Visit, start, stop
from tests.pages.conftest import PAGES
from tests.pages.test_browser import turned_to

CANARY = "canary-7f3a9b"
KEYS = ("TICKETMASTER_API_KEY", "SPOTIPY_CLIENT_SECRET", "LISTENBRAINZ_TOKEN", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")
SECRETS = {name: f"{CANARY}-{name}" for name in KEYS} | {"SPOTIPY_CLIENT_ID": "marquee", "LISTENBRAINZ_URL": "http://127.0.0.1:9"}


@pytest.fixture(scope="module")
def store(season: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("secrets")
    shutil.copytree(season, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("desk*", "logs", "jobs"))
    return folder


@pytest.fixture(scope="module")
def server(store: Path) -> Iterator[Server]:
    running = start([sys.executable, "-m", "uvicorn", "app:app", "--host", "127.0.0.1", "--port", "0", "--no-access-log"], ROOT,
                    MARQUEE_DATA_DIR=str(store), **SECRETS)
    yield running
    stop(running)


def test_secrets_stand_in_no_answer_of_the_api_in_whatever_style(server: Server) -> None:
    with httpx.Client(base_url=f"{server.url}/api", timeout=60) as client:
        client.post("/v1/ingests", json={"source": "listenbrainz"})
        for route in routes():
            if route.method == "GET":
                path = re.sub(r"\{[^}]+\}", "none", route.path)
                for style in ("application/json", "text/csv"):
                    assert CANARY not in client.get(path, headers={"accept": style}).text, path


def test_secrets_stand_on_no_page_and_in_nothing_a_browser_is_sent(server: Server, visit: Visit) -> None:
    frames: list[bytes] = []

    def keep(payload: str | bytes) -> None:
        frames.append(payload.encode() if isinstance(payload, str) else payload)

    visit.page.on("websocket", lambda socket: socket.on("framereceived", keep))
    page = visit.open(f"{server.url}/{PAGES[-1]}")
    for name in PAGES:
        turned_to(page, name)
        assert CANARY not in page.content(), name
    sent = b"".join(frames)
    assert b"Spotify" in sent or b"spotify" in sent, "what is sent can be read here"
    assert CANARY.encode() not in sent


def test_secrets_stand_in_no_file_of_the_store_and_not_in_what_the_server_says(server: Server, store: Path) -> None:
    assert CANARY not in "".join(server.log)
    for file in store.rglob("*"):
        assert not file.is_file() or CANARY.encode() not in file.read_bytes(), file


@pytest.mark.parametrize("words", [["status"], ["status", "--format", "json"], ["ingest", "listenbrainz"], ["access", "people"],
                                   ["export", "concerts/list", "{folder}/shows.csv"]])
def test_secrets_stand_in_nothing_that_the_command_line_says(store: Path, tmp_path: Path, words: list[str],
                                                             monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("MARQUEE_DATA_DIR", str(store))
    if "people" in words:
        monkeypatch.setenv("MARQUEE_USER_DB_URL", f"postgresql://marquee:{CANARY}@127.0.0.1:9/marquee")
    settings.cache_clear()
    said = CliRunner().invoke(app, [word.format(folder=tmp_path) for word in words])
    settings.cache_clear()
    assert CANARY not in said.output + str(said.exception) + repr(said.exception)
    for file in tmp_path.iterdir():
        assert CANARY not in file.read_text("utf-8")
