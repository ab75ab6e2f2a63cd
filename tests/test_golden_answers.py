"""Every question's answer on the sample season, kept in `tests/golden`; a change of any number shows in the diff.

After a change that is meant, write them anew: `python -m tests.test_golden_answers`, then read the diff.
"""

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from core.settings import settings
from core.warehouse.read import read

ROOT = Path(__file__).parents[1]
QUESTIONS = ROOT / "core" / "warehouse" / "queries"
GOLDEN = ROOT / "tests" / "golden"
NAMES = sorted(str(p.relative_to(QUESTIONS).with_suffix("")) for p in QUESTIONS.rglob("*.sql"))
ASKED: dict[str, Any] = {"markets": None, "venues": None, "genres": None, "date_from": None, "date_to": None, "days": 3,
                         "ahead": 60, "limit": 25, "most": 4, "concert_id": "C0042", "artist_id": "A0079",
                         "sql": "SELECT 1", "artist_ids": ["A0079"], "concert_ids": None, "venue_id": "MAN-3",
                         "model": "linear", "window_days": 7, "by": "concert", "grain": "week", "show": None, "channel": None,
                         "campaign": None, "months": 12, "segments": None, "r_low": 4, "r_high": 5, "f_low": 1, "f_high": 5,
                         "m_low": 1, "m_high": 5, "day": date(2026, 12, 4), "miles": 150.0, "artist": "Sable & Finch",
                         "genre": "Folk", "size": 500, "radius_miles": 150.0, "days_before": 60, "days_after": 60,
                         "until": date(2026, 12, 11), "text": "ar"}
# What a clock or a random run name would change.
MOVING = {"run_id", "published_at", "started_at", "ended_at", "last_run_at", "last_success_at", "data_as_of", "age_hours",
          "seconds", "scored_at", "first_seen_at", "last_seen_at", "seen_at"}
SHOWN = 25


def answer(name: str, **changes: Any) -> pd.DataFrame:
    wanted = set(re.findall(r"\$(\w+)", (QUESTIONS / f"{name}.sql").read_text("utf-8")))
    unknown = wanted - ASKED.keys()
    assert not unknown, f"{name} asks for {unknown}: give the test a value"
    return read(name, **{key: value for key, value in (ASKED | changes).items() if key in wanted})


def kept(frame: pd.DataFrame) -> dict[str, Any]:
    """Row count, columns, sums of the numbers, and the first rows."""
    still = frame[[column for column in frame if column not in MOVING]]
    sums = {column: round(float(pd.to_numeric(still[column]).sum()), 3) for column in still.select_dtypes("number")}
    rows = json.loads(still.head(SHOWN).to_json(orient="values", date_format="iso", double_precision=6))
    return {"rows": len(frame), "columns": list(frame.columns), "sums": sums, "first": rows}


@pytest.fixture(scope="module", autouse=True)
def asked_store(sample_store: Path) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MARQUEE_DATA_DIR", str(sample_store))
        settings.cache_clear()
        yield
    settings.cache_clear()


@pytest.mark.parametrize("name", NAMES)
def test_the_answer_is_the_golden_one(name):
    path = GOLDEN / f"{name.replace('/', '__')}.json"
    assert path.exists(), f"{name} has no golden answer: write it with `python -m tests.test_golden_answers`"
    golden, now = json.loads(path.read_text("utf-8")), kept(answer(name))
    assert now["columns"] == golden["columns"]
    assert now["rows"] == golden["rows"]
    assert now["sums"] == pytest.approx(golden["sums"], rel=1e-6, abs=1e-3)
    assert now["first"] == golden["first"] or almost(now["first"], golden["first"])


def almost(now: list, golden: list) -> bool:
    """Equal but for the last digits of floats, which another processor may round otherwise."""
    return all(
        mine == theirs or (isinstance(mine, float) and mine == pytest.approx(theirs, rel=1e-5))
        for row, other in zip(now, golden, strict=True) for mine, theirs in zip(row, other, strict=True))


FILTERED = [name for name in NAMES if "$markets" in (QUESTIONS / f"{name}.sql").read_text("utf-8")]


@pytest.mark.parametrize("name", FILTERED)
@pytest.mark.parametrize("value", ["'; DROP TABLE event; --", "nowhere", "%", "\\", "=1+1", "𝔏𝔬𝔫𝔡𝔬𝔫"])
def test_a_market_that_is_not_there_finds_nothing_and_breaks_nothing(name, value):
    found = answer(name, markets=[value])
    counted = found.drop(columns="known", errors="ignore").select_dtypes("number").fillna(0)
    assert len(found) == 0 or name.startswith(("overview/daily", "overview/next")) or (counted == 0).all().all()


@pytest.mark.parametrize("name", [n for n in FILTERED if "$date_from" in (QUESTIONS / f"{n}.sql").read_text("utf-8")])
def test_dates_far_away_find_nothing(name):
    found = answer(name, date_from=date(1900, 1, 1), date_to=date(1900, 1, 2))
    counted = found.drop(columns="known", errors="ignore").select_dtypes("number").fillna(0)
    assert len(found) == 0 or (counted == 0).all().all()


def write_anew() -> None:
    import os
    import tempfile

    from core.ingest.season import build_season
    from core.publish import publish

    with tempfile.TemporaryDirectory() as folder:
        os.environ["MARQUEE_DATA_DIR"] = folder
        settings.cache_clear()
        build_season(seed=3, shows=80)
        publish()
        for stray in GOLDEN.glob("*.json"):
            stray.unlink()
        for name in NAMES:
            text = json.dumps(kept(answer(name)), ensure_ascii=False, indent=0)
            (GOLDEN / f"{name.replace('/', '__')}.json").write_text(f"{text}\n", "utf-8")


if __name__ == "__main__":
    write_anew()
