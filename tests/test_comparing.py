"""Comparables chosen by hand: seen at once, kept, and published; offers kept and scored."""

import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core import adjusting, comparing, concerts, decisions, settlements
from core.computed.public_holidays import on_public_holiday
from core.deals import Deal
from core.desk import offers
from core.publish import publish
from core.settings import settings
from core.warehouse.read import query
from core.warehouse.store import writing

FLAT = Deal(deal_type="flat", guarantee=Decimal(900))


@pytest.fixture
def store(sample_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the sample store with a desk of its own."""
    shutil.copytree(sample_store, tmp_path / "store", ignore=shutil.ignore_patterns("desk.sqlite*"))
    monkeypatch.setenv("MARQUEE_DATA_DIR", str(tmp_path / "store"))
    settings.cache_clear()
    yield tmp_path / "store"
    settings.cache_clear()


def on_sale() -> str:
    return query("SELECT concert_id FROM forecast JOIN concert USING (concert_id) WHERE phase = 'on_sale' "
                 "AND p10 IS NOT NULL AND concert_id IN (SELECT concert_id FROM comparable) ORDER BY 1")[0][0].as_py()


def rule(concert_id: str) -> tuple[str, ...]:
    return tuple(concerts.comparables(concert_id=concert_id)["concert_id"])


def test_all_of_the_rule_s_comparables_give_the_published_pace_and_median(store):
    show = on_sale()
    found = comparing.compared(concert_id=show, others=rule(show))
    assert found.pace_index == pytest.approx(concerts.one(concert_id=show)["pace_index"].item())
    band = concerts.pacing_band(concert_id=show)
    mine = found.band.sort_values("days_out", ascending=False)["median"].to_numpy()
    assert np.allclose(mine, band["median"].to_numpy(), equal_nan=True)
    assert found.curves["concert_id"].nunique() == len(rule(show))


def test_leaving_out_all_but_a_few_declines_the_range_and_says_why(store):
    show = on_sale()
    found = comparing.compared(concert_id=show, others=rule(show)[:4])
    assert found.final[["p10", "p90"]].isna().all()
    assert found.final["declined_reason"] == f"{found.final['n_comparables']} comparables, 9 needed"
    assert found.band[["p10", "p90"]].dropna().empty if "p10" in found.band else True


def test_without_any_comparable_there_is_no_pace_and_no_curve(store):
    found = comparing.compared(concert_id=on_sale(), others=())
    assert np.isnan(found.pace_index)
    assert found.curves.empty


def test_a_kept_choice_is_what_the_next_snapshot_compares_with(store):
    show = on_sale()
    added = next(one for one in comparing.addable(concert_id=show)["concert_id"] if one not in rule(show))
    wanted = (*rule(show)[1:4], added)
    expected = comparing.compared(concert_id=show, others=wanted)
    comparing.choose(actor="Ada", concert_id=show, others=wanted, version=None)
    publish()
    published = concerts.comparables(concert_id=show)
    assert set(published["concert_id"]) == set(wanted)
    assert published["reason"].str.contains("chosen by hand").all()
    assert concerts.one(concert_id=show)["pace_index"].item() == pytest.approx(expected.pace_index, nan_ok=True)
    assert (comparing.choice(show) or {})["author"] == "Ada"


def test_a_publish_makes_no_desk_where_nobody_has_written_anything(store):
    publish()
    assert not (store / "desk.sqlite").exists()
    assert decisions.log().empty
    assert decisions.track_record() == {"n": 0}


def test_an_offer_keeps_its_forecast_comparables_and_assumptions_and_is_scored_when_its_show_is_settled(store):
    show = on_sale()
    saved = decisions.save_offer(actor="Ada", concert_id=show, deal=FLAT, others=rule(show)[:10],
                                 assumptions={"price": "1.10", "note": "radio week"})
    assert [row["concert_id"] for row in saved["comparables"]] == list(rule(show)[:10])
    assert saved["assumptions"] == {"price": "1.10", "note": "radio week"}
    assert saved["forecast"]["p50"] == concerts.one(concert_id=show)["p50"].item()
    assert Decimal(saved["forecast"]["walkout"]) == 900
    sent = offers.move_offer(actor="Ada", offer_id=saved["offer_id"], version=saved["version"], state="sent")
    offers.move_offer(actor="Ada", offer_id=saved["offer_id"], version=sent["version"], state="accepted")
    publish()
    assert decisions.log()["tickets_sold"].isna().all()
    with writing() as connection:
        connection.execute("UPDATE concert SET status = 'settled', deal_status = 'settled', local_date = local_date - 300 "
                           "WHERE concert_id = ?", [show])
        connection.execute("UPDATE order_line SET sold_on = sold_on - 300 WHERE concert_id = ?", [show])
    publish()
    publish()  # scored once, whatever is published after
    row = decisions.log(concert_id=show).iloc[0]
    assert row["tickets_sold"] == concerts.one(concert_id=show)["tickets_sold"].item()
    record = decisions.track_record()
    assert record["n"] == 1
    assert record["wape"] == pytest.approx(abs(row["tickets_sold"] - row["p50"]) / row["tickets_sold"])
    assert record["held"] == int(row["p10"] <= row["tickets_sold"] <= row["p90"])


def test_public_holidays_are_those_of_the_region_else_of_the_country_and_none_where_it_is_unknown():
    shows = pd.DataFrame([("2026-12-25", "GB", "Leeds"), ("2026-11-30", "GB", "SCT"), ("2026-11-30", "GB", "ENG"),
                          ("2026-07-04", "US", None), ("2026-12-25", None, None), ("2026-12-25", "XX", "YY")],
                         columns=["local_date", "country", "region"])
    assert on_public_holiday(shows).tolist() == [True, True, False, True, False, False]


def test_an_adjustment_is_on_the_sheet_at_once_and_in_every_figure_after_the_next_publish(store):
    show = query("SELECT concert_id FROM deal_outcome WHERE agreed AND basis = 'sold' ORDER BY 1")[0][0].as_py()
    before = concerts.one(concert_id=show).iloc[0]
    buyout = adjusting.adjust(actor="Ada", concert_id=show, label="Catering buyout", amount=Decimal("250.50"), passed_on=False)
    adjusting.adjust(actor="Ada", concert_id=show, label="Tax withheld", amount=Decimal("-90"), passed_on=True)
    sheet = settlements.pooled(concert_ids=(show,)).set_index(["label", "part"])["amount"]
    assert sheet["Catering buyout", "step"] == Decimal("-250.50")
    assert float(sheet["Promoter result", "total"]) == pytest.approx(before["promoter_result"] - 250.5)
    assert concerts.one(concert_id=show)["promoter_result"].item() == before["promoter_result"], "not published yet"
    publish()
    assert concerts.one(concert_id=show)["promoter_result"].item() == pytest.approx(before["promoter_result"] - 250.5)
    outcomes = concerts.deal_outcomes(concert_id=show)
    assert outcomes.loc[outcomes["agreed"], "promoter_result"].item() == pytest.approx(before["promoter_result"] - 250.5)
    lines = concerts.settlement_lines(concert_id=show)
    assert lines.loc[lines["part"] == "payment", "label"].tolist() == [
        "Walkout to pay", "Catering buyout", "Tax withheld", "Deposit", "Balance due"]
    adjusting.withdraw(actor="Ada", adjustment_id=buyout["adjustment_id"], version=buyout["version"])
    publish()
    assert concerts.one(concert_id=show)["promoter_result"].item() == before["promoter_result"]
