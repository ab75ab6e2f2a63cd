"""The sample season with a desk of its own, so that nothing written here reaches another test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.desk import store
from core.settings import settings


@pytest.fixture
def season(sample_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the sample season; the settings of this process point to it."""
    folder = tmp_path / "season"
    folder.mkdir()
    (folder / "snapshots").symlink_to(sample_store / "snapshots")
    shutil.copy(sample_store / "warehouse.duckdb", folder)
    monkeypatch.setenv("MARQUEE_DATA_DIR", str(folder))
    monkeypatch.delenv("MARQUEE_USER_DB_URL", raising=False)
    settings.cache_clear()
    yield folder
    store.opened().dispose()
    store.open_at.cache_clear()
    settings.cache_clear()
