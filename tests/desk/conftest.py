"""A desk of its own for each test: a real SQLite file in a fresh store."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.desk import store
from core.settings import settings


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The store's folder; the settings of this process point to it."""
    monkeypatch.setenv("MARQUEE_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("MARQUEE_USER_DB_URL", raising=False)
    settings.cache_clear()
    yield tmp_path
    store.opened().dispose()
    store.open_at.cache_clear()
    settings.cache_clear()
