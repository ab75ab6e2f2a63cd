"""A desk of its own for each test: a real SQLite file in a fresh store, or a real database on a PostgreSQL server."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from core.desk import store
from core.settings import settings
from tests.desk.postgresql import new_database, programs, server

NUMBERS = count()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The URL of a PostgreSQL server; its database `filled` has all migrations."""
    folder = programs()
    if folder is None:
        pytest.skip("PostgreSQL is not installed here: apt-get install postgresql")
    with server(folder) as url:
        store.open_at(new_database(url, "filled")).dispose()
        store.open_at.cache_clear()
        yield url


@pytest.fixture
def sqlite_desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The store's folder; the settings of this process point to it."""
    monkeypatch.setenv("MARQUEE_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("MARQUEE_USER_DB_URL", raising=False)
    settings.cache_clear()
    yield tmp_path
    store.opened().dispose()
    store.open_at.cache_clear()
    settings.cache_clear()


@pytest.fixture
def postgresql_desk(sqlite_desk: Path, postgresql: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """As `sqlite_desk`, with what people write in PostgreSQL."""
    monkeypatch.setenv("MARQUEE_USER_DB_URL", new_database(postgresql, f"desk{next(NUMBERS)}", "filled"))
    settings.cache_clear()
    return sqlite_desk


@pytest.fixture(params=["sqlite", "postgresql"])
def desk(request: pytest.FixtureRequest) -> Path:
    """The same test on both databases."""
    return Path(request.getfixturevalue(f"{request.param}_desk"))
