"""A store of its own for each test, and files made of rows."""

import csv
import gzip
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from core.ingest.imports import Report, import_paths
from core.warehouse.store import writing

REAL = Path(__file__).parents[2].parent / "shared" / "data"

CONCERTS = ["concert_id", "artist", "venue", "city", "country", "local_date"]
ONE_CONCERT = [CONCERTS, ["c1", "Beyoncé", "The Hall", "Denver", "US", "2026-05-01"]]


def real(name: str) -> Path:
    """A folder of real data that is not part of the project; the test is skipped where it is not."""
    if not (REAL / name).exists():
        pytest.skip(f"real data is not here: {REAL / name}")
    return REAL / name


class Store:
    """Imports into one store, and asks what its tables hold."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, *paths: Path, **options: object) -> Report:
        return import_paths(paths, data_dir=self.folder, **options)  # type: ignore[arg-type]

    def ask(self, sql: str) -> list[tuple]:
        with writing(self.folder) as connection:
            return connection.execute(sql).fetchall()


@pytest.fixture
def store(new_store: Path, tmp_path: Path) -> Store:
    return Store(shutil.copytree(new_store, tmp_path / "store"))


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write rows (the header first) as a table; returns the path."""

    def written(
        name: str,
        rows: Sequence[Sequence[object]],
        *,
        encoding: str = "utf-8",
        delimiter: str = ",",
        packed: bool = False,
    ) -> Path:
        path = tmp_path / "files" / name
        path.parent.mkdir(exist_ok=True)
        with path.open("w", encoding=encoding, newline="") as file:
            csv.writer(file, delimiter=delimiter, lineterminator="\n").writerows(rows)
        if packed:
            path.write_bytes(gzip.compress(path.read_bytes()))
        return path

    return written
