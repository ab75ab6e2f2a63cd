"""Daily sales that name no campaign, beside spend that does."""

from pathlib import Path

import pytest

from core import attributions
from core.filters import Filters
from core.ingest.imports import import_paths
from core.publish import publish
from core.settings import settings

FILES = {
    "concerts.csv": "concert_id,artist,venue,city,country,local_date\nc1,Ann,The Hall,Leeds,GB,2026-05-01\n",
    "ticket_types.csv": "concert_id,name,face_value,currency,allotment\nc1,GA,10,GBP,100\n",
    "sales.csv": "concert_id,ticket_type,sold_on,qty,gross,channel\nc1,GA,2026-02-02,5,50,search\n",
    "ad_spend.csv": "concert_id,channel,date,spend,campaign\nc1,search,2026-02-01,20,Launch\n",
}


@pytest.fixture
def small_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    monkeypatch.setenv("MARQUEE_DATA_DIR", str(tmp_path / "store"))
    settings.cache_clear()
    import_paths([tmp_path / name for name in FILES], data_dir=tmp_path / "store")
    publish(data_dir=tmp_path / "store")
    yield
    settings.cache_clear()


def test_campaigns_are_listed_where_no_sale_names_one(small_store: None) -> None:
    rows = attributions.campaigns(filters=Filters(), model="last", window_days=7)
    assert sorted(zip(rows["key"].fillna(""), rows["spend"], rows["tickets"], strict=True)) == [
        ("", 0, 5), ("Launch", 20, 0)]
