"""What several tests need: the app as a real process, and a real browser in front of it."""

import fcntl
import gc
import os
import random
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import httpx
import hypothesis
import pytest
import skops.io  # noqa: F401  before what tests load: it looks for each of 800 names in every module loaded by then

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, ViewportSize

ROOT = Path(__file__).resolve().parents[1]
# Modules and collected tests stay for good: the collector would only walk them, for a quarter of the time that takes.
gc.disable()
# Two test processes on two cores: a thread pool in each would only wait for the other.
os.environ.setdefault("OMP_NUM_THREADS", "1")
# A property that is slow on a busy machine is not broken, and what held yesterday is tried with the same examples today.
hypothesis.settings.register_profile("patient", deadline=None, derandomize=True,
                                     suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("patient")
# A page whose script has run. What it drew last may still be on its way: wait for the thing itself, then look.
AT_REST = "[data-testid=stApp][data-test-script-state=notRunning]"
CHROMIUM_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
                  "--disable-background-networking", "--disable-component-update"]
WIDE: "ViewportSize" = {"width": 1440, "height": 900}
BUNDLES = tempfile.TemporaryDirectory(prefix="marquee-bundles-", ignore_cleanup_errors=True)


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.enable()


def pytest_sessionfinish() -> None:
    gc.unfreeze()  # else DuckDB's binding tells at length what was never collected


@dataclass
class Server:
    """A running process that answers at `url`; `log` grows line by line."""

    process: subprocess.Popen
    url: str
    log: list[str] = field(default_factory=list)
    reader: threading.Thread | None = None


def start(command: list[str], cwd: Path, **environment: str) -> Server:
    """Start a server that says where it listens, and wait until it says so. All our servers keep Streamlit's scripts, once
    compressed, in one place."""
    if "MARQUEE_DATA_DIR" in environment:
        kept = Path(environment["MARQUEE_DATA_DIR"]) / "bundles"
        kept.parent.mkdir(parents=True, exist_ok=True)
        if not kept.exists():
            kept.symlink_to(BUNDLES.name)
    process = subprocess.Popen(command, cwd=cwd, env=os.environ | environment, text=True,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    server = Server(process, "")
    assert process.stdout
    for line in process.stdout:
        server.log.append(line)
        if found := re.search(r"(http://127\.0\.0\.1:\d+)", line):
            server.url = found[1]
            break
    else:
        raise RuntimeError(f"{command} ended before it listened:\n{''.join(server.log)}")
    server.reader = threading.Thread(target=server.log.extend, args=(process.stdout,), daemon=True)
    server.reader.start()
    return server


# A busy machine takes its time to answer; to read the certificates of the world takes 20 ms, and none is asked for.
get = partial(httpx.get, timeout=60, verify=False)


def free_port() -> int:
    """A port below those that the system hands out by itself, so that nobody is given it before it is used."""
    for port in random.SystemRandom().sample(range(20_000, 32_000), 100):
        with socket.socket() as listener, suppress(OSError):
            listener.bind(("127.0.0.1", port))
            return port
    raise RuntimeError("A hundred ports are taken.")


def stop(server: Server) -> None:
    server.process.terminate()
    try:
        server.process.wait(10)
    except subprocess.TimeoutExpired:
        server.process.kill()
        server.process.wait()
    if server.reader:
        server.reader.join()
    if server.process.stdout:
        server.process.stdout.close()


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Path], Server]]:
    """Give `serve(data_dir)`: the dashboard over that store, started once for each."""
    servers: dict[Path, Server] = {}

    def served(data_dir: Path) -> Server:
        if data_dir not in servers:
            servers[data_dir] = start(
                [sys.executable, "-m", "uvicorn", "app:app", "--host", "127.0.0.1", "--port", "0", "--no-access-log"],
                ROOT, MARQUEE_DATA_DIR=str(data_dir))
        return servers[data_dir]

    yield served
    for server in servers.values():
        stop(server)


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store nothing was published to."""
    return tmp_path_factory.mktemp("empty")


Once = Callable[[str, Callable[[Path], None]], Path]


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """Give `once(name, build)`: the folder that `build` fills. Test processes beside each other build it once, and each
    writes to a copy of its own."""
    def copied(name: str, build: Callable[[Path], None]) -> Path:
        mine = tmp_path_factory.mktemp(name) / "store"
        ours = tmp_path_factory.getbasetemp().parent if "PYTEST_XDIST_WORKER" in os.environ else mine.parent
        with (ours / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not (ours / name).exists():
                building = ours / f"{name}.partial"
                build(building)
                building.rename(ours / name)
        return shutil.copytree(ours / name, mine)

    return copied


def made_up(seed: int, shows: int, folder: Path) -> None:
    """A made-up season, published."""
    from core.ingest.season import build_season
    from core.publish import publish

    build_season(seed=seed, shows=shows, data_dir=folder)
    publish(data_dir=folder)


@pytest.fixture(scope="session")
def sample_store(once: Once) -> Path:
    """A small sample season, published: 80 shows, always the same."""
    return once("sample", partial(made_up, 3, 80))


@pytest.fixture(scope="session")
def new_store(once: Once) -> Path:
    """A store as the first writer makes it, with nothing in it: tests that fill one begin with a copy of its file."""
    def build(folder: Path) -> None:
        from core.warehouse.store import writing

        with writing(folder):
            pass

    return once("new", build)


@dataclass
class Visit:
    """A tab of the browser that remembers what went wrong and where it asked."""

    page: "Page"
    errors: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def open(self, url: str) -> "Page":
        """Go there and wait until the page has its name."""
        self.page.goto(url)
        self.page.locator("h1, h3").first.wait_for(timeout=30_000)
        return self.page

    @property
    def outside(self) -> list[str]:
        """Addresses asked that are not this machine's."""
        return [url for url in self.asked if not re.match(r"(https?|ws)://127\.0\.0\.1[:/]|data:|blob:", url)]


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    """Headless Chromium; for a module, because its event loop stays in the thread and would stop other tests' loops."""
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not path:
        pytest.fail("No Chromium here. Install it: apt-get install chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def tab(browser: "Browser") -> Iterator[Visit]:
    """A tab 1440 pixels wide, light; one for a module, because Chromium compiles Streamlit's scripts for each anew."""
    context = browser.new_context(viewport=WIDE, color_scheme="light", timezone_id="UTC")
    visit = Visit(context.new_page())
    visit.page.on("console", lambda message: visit.errors.append(message.text) if message.type == "error" else None)
    visit.page.on("pageerror", lambda error: visit.errors.append(str(error)))
    visit.page.on("request", lambda request: visit.asked.append(request.url))
    visit.page.on("websocket", lambda socket: visit.asked.append(socket.url))
    yield visit
    context.close()


@pytest.fixture
def visit(tab: Visit) -> Iterator[Visit]:
    """The tab as nobody has used it: without cookies, and nothing kept."""
    from playwright.sync_api import Error

    page, context = tab.page, tab.page.context
    tab.errors.clear()
    tab.asked.clear()
    yield tab
    for other in context.pages:
        if other != page:
            other.close()
    with suppress(Error):  # a server that the test has stopped
        page.goto(urljoin(page.url, "/_stcore/health"))
        page.evaluate("localStorage.clear(); sessionStorage.clear()")
    context.clear_cookies()
    page.set_viewport_size(WIDE)
    page.emulate_media(color_scheme="light")
