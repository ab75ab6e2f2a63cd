"""A store of its own for each test, pretend services on loopback, and a clock that does not keep anybody waiting."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from core.ingest.run import Run, ingest
from core.ingest.ticketmaster import Range, TicketmasterRun
from core.integrations.clock import Clock
from core.integrations.http import Surroundings
from core.settings import settings
from core.warehouse.store import writing
from tests.integrations.pretend_server import Pretend, serving
from tests.integrations.pretend_ticketmaster import KEY

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
YEAR = Range(date(2027, 1, 1), date(2027, 12, 31))


class VirtualClock(Clock):
    """Sleeping moves the time on and takes none. Service calls take a moment of it."""

    def __init__(self, now: datetime = NOW) -> None:
        self.time = now
        self.slept: list[float] = []

    def now(self) -> datetime:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock()


@pytest.fixture
def around(new_store: Path, tmp_path: Path, clock: VirtualClock, configure: Callable[..., None]) -> Surroundings:
    return Surroundings(shutil.copytree(new_store, tmp_path / "store"), clock)


@pytest.fixture
def configure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Set settings by their outside names; every test starts without any key and with short timeouts."""

    def put(**values: Any) -> None:
        for name, value in values.items():
            monkeypatch.setenv(name, str(value))
        settings.cache_clear()

    put(MARQUEE_DATA_DIR=tmp_path / "store", MARQUEE_HTTP_SECONDS=0.5, TICKETMASTER_API_KEY="", SPOTIPY_CLIENT_ID="",
        SPOTIPY_CLIENT_SECRET="", LISTENBRAINZ_TOKEN="")
    yield put
    settings.cache_clear()


@pytest.fixture
def serve() -> Iterator[Callable[..., Pretend]]:
    """Start a pretend service: serve(answer, *faults)."""
    with ExitStack() as stack:
        yield lambda answer, *faults: stack.enter_context(serving(Pretend(answer, list(faults))))


@pytest.fixture
def ticketmaster(serve: Callable[..., Pretend], configure: Callable[..., None]) -> Callable[..., Pretend]:
    """A pretend Ticketmaster that the settings point to."""

    def start(answer: Any, *faults: Any) -> Pretend:
        pretend = serve(answer, *faults)
        configure(TICKETMASTER_URL=pretend.url, TICKETMASTER_API_KEY=KEY)
        return pretend

    return start


@pytest.fixture
def run(around: Surroundings) -> Callable[..., Run]:
    """Run Ticketmaster over a range (all of 2027 unless given)."""

    def once(wanted: Range = YEAR, **more: Any) -> Run:
        return ingest(TicketmasterRun(wanted, **more), around=around)

    return once


@pytest.fixture
def put_artists(around: Surroundings) -> Callable[..., None]:
    """Put artists into the store: (artist_id, name, mbid, spotify_artist_id)."""

    def put(*artists: tuple[str, str, str | None, str | None]) -> None:
        columns = zip(("artist_id", "name", "mbid", "spotify_artist_id"), zip(*artists, strict=True), strict=True)
        added = pa.table({name: pa.array(values, pa.string()) for name, values in columns})
        with writing(around.data_dir) as connection:
            connection.register("added", added)
            connection.execute("INSERT INTO artist BY NAME SELECT * FROM added")

    return put


@pytest.fixture
def rows(around: Surroundings) -> Callable[..., list[tuple[Any, ...]]]:
    """Ask the warehouse."""

    def ask(sql: str) -> list[tuple[Any, ...]]:
        with writing(around.data_dir) as connection:
            return connection.execute(sql).fetchall()

    return ask
