"""The sample season comes in like any other data: written as a canonical folder, imported, and marked as made up."""

import tempfile
from pathlib import Path

from core.errors import ImportRefused, StoreError
from core.ingest.imports import Report, import_paths, transaction
from core.progress import Progress, Silent
from core.settings import settings
from core.warehouse.load import season
from core.warehouse.store import warehouse_path, writing


def build_season(*, seed: int, shows: int, data_dir: Path | None = None, progress: Progress | None = None) -> Report:
    """Put the sample season in the place of an older one. Raises StoreError when real data is in the store."""
    from core.ingest.sample import write_season
    from core.ingest.sample.calendar import TODAY

    progress = progress or Silent()
    clear_for_sample(data_dir)
    with tempfile.TemporaryDirectory(prefix="marquee-sample-") as folder:
        progress.step("Making up a season", 0)
        write_season(Path(folder), seed=seed, shows=shows)
        report = import_paths([Path(folder)], data_dir=data_dir, progress=progress,
                              about={"season": "sample", "sample_seed": str(seed), "sample_today": TODAY.isoformat()})
    if report.outcome != "complete":
        faults = [str(error) for _, error in report.refused] + [str(reject) for reject in report.rejects[:3]]
        raise ImportRefused(f"The sample season could not be imported whole: {'; '.join(faults)}")
    return report


def clear_for_sample(data_dir: Path | None) -> None:
    with writing(data_dir) as connection:
        if season.about(connection).get("season") == "sample":
            with transaction(connection):
                season.empty(connection)
        elif season.holds_rows(connection):
            raise StoreError("The store holds real data; the sample season would mix with it.",
                             remedy="Set MARQUEE_DATA_DIR to another folder for the sample.")


def to_be_built(data_dir: Path | None = None) -> bool:
    """Whether a store holds no data of any kind, or a sample season whose building was broken off."""
    if not warehouse_path(data_dir or settings().data_dir).exists():
        return True
    with writing(data_dir) as connection:
        return not season.holds_rows(connection) or season.about(connection).get("season") == "sample"


def remove_season(*, data_dir: Path | None = None, progress: Progress | None = None) -> bool:
    """Empty a store that holds the sample season; says whether it did."""
    with writing(data_dir) as connection:
        if season.about(connection).get("season") != "sample":
            return False
        with transaction(connection):
            season.empty(connection)
        return True
