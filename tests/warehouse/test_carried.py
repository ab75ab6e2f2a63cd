"""What a publish computes is carried over from the snapshot before while nothing it is made of has changed."""

import shutil
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest

from core import publish as publishing
from core.publish import publish
from core.warehouse.carried import digest_of
from core.warehouse.snapshot import current
from core.warehouse.store import writing

COMPUTED = ("forecast", "comparable", "pacing_band", "settlement", "settlement_line", "credit", "path_step", "booking_model",
            "recommendation_score", "response_channel", "response_show", "response_curve", "response_choice", "response_note",
            "deal_outcome", "budget_line")


@pytest.fixture(scope="module")
def season(sample_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shutil.copytree(sample_store, tmp_path_factory.mktemp("season") / "store")


def table(folder: Path, name: str) -> pd.DataFrame:
    frame = current(folder).cursor().sql(f"FROM {name} ORDER BY ALL").df()
    assert len(frame), name
    return frame


def made_of(folder: Path) -> dict[str, str]:
    return dict(current(folder).cursor().sql("FROM computation").fetchall())


def test_an_unchanged_store_is_published_again_without_computing_and_says_the_same(
        season: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known, before = {name: table(season, name) for name in COMPUTED}, made_of(season)
    for module, name in ((publishing.forecasts, "forecast_all"), (publishing.settlements, "settle_all"),
                         (publishing.crediting, "credits_all"), (publishing, "booking_models")):
        monkeypatch.setattr(module, name, None)  # whoever computes now fails
    monkeypatch.setattr("core.computed.responding.responses_all", None)
    publish(data_dir=season)
    for name, frame in known.items():
        pd.testing.assert_frame_equal(table(season, name), frame)
    assert made_of(season) == before


def test_a_sale_more_has_all_computed_anew(season: Path) -> None:
    before, first = made_of(season), table(season, "settlement")
    with writing(season) as connection:
        connection.execute("""
            UPDATE order_line SET qty = qty + 1, gross = gross + 10 WHERE rowid = (
                SELECT min(o.rowid) FROM order_line o SEMI JOIN touchpoint USING (order_id) SEMI JOIN (
                    FROM event WHERE local_date < (SELECT value::DATE FROM about WHERE key = 'sample_today')) e
                    ON e.event_id = o.concert_id)""")
    publish(data_dir=season)
    after = made_of(season)
    assert {name for name in before if before[name] == after[name]} == set()
    assert (table(season, "settlement")["gross"] - first["gross"]).sum() == 10


def test_a_damaged_snapshot_carries_nothing_over_and_the_next_publish_is_whole(season: Path) -> None:
    expected, path = table(season, "path_step"), current(season).path
    damaged = season.parent / "damaged"
    shutil.copytree(season, damaged)
    [blocks] = current(season).cursor().execute(
        "SELECT list(DISTINCT block_id) FROM pragma_storage_info('path_step') WHERE block_id >= 0").fetchone()
    with (damaged / "snapshots" / path.name).open("r+b") as file:
        for block in blocks:
            file.seek(3 * 4096 + block * 262_144 + 100)
            file.write(b"damage" * 100)
    with duckdb.connect(str(damaged / "snapshots" / path.name), read_only=True) as broken, pytest.raises(duckdb.Error):
        broken.execute("FROM path_step").fetchall()
    publish(data_dir=damaged)
    pd.testing.assert_frame_equal(table(damaged, "path_step"), expected)


@pytest.mark.parametrize("other", [
    pd.DataFrame({"name": ["a", ""], "many": [np.array([1.0]), None]}),
    pd.DataFrame({"name": ["a", None], "many": [np.array([1.0, 2.0]), None]}),
    pd.DataFrame({"name": [None, "a"], "many": [None, np.array([1.0])]}),
    pd.DataFrame({"other": ["a", None], "many": [np.array([1.0]), None]}),
    pd.DataFrame({"name": ["a"], "many": [np.array([1.0])]})])
def test_any_other_input_has_another_digest(other: pd.DataFrame) -> None:
    frame = pd.DataFrame({"name": ["a", None], "many": [np.array([1.0]), None]})
    assert digest_of(frame, date(2026, 1, 1)) == digest_of(frame.copy(), date(2026, 1, 1))
    assert digest_of(frame, date(2026, 1, 1)) != digest_of(frame, date(2026, 1, 2))
    assert digest_of(other) != digest_of(frame)
