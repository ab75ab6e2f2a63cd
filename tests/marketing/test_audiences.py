"""Audiences: rules find whom they describe, and a file holds nobody who did not agree, was taken off, or stands alone."""

import hashlib
from pathlib import Path

import duckdb
import pytest

from core import audiences
from core.desk import audiences as rules
from core.desk import audit
from core.desk.errors import DeedRefused
from core.filters import Filters

ALL = Filters()


def rule(**parts: object) -> str:
    return rules.set_rule(actor="ann", rule_id=None, version=None, name=f"rule {parts}", position=9, rule=parts)["rule_id"]


def test_segments_follow_shows_and_the_last_purchase(season: Path) -> None:
    cells = audiences.cells(filters=ALL)
    moves = audiences.moves(filters=ALL, months=12)
    assert moves["buyers"].sum() == cells["buyers"].sum()
    with duckdb.connect(str(season / "warehouse.duckdb"), read_only=True) as warehouse:
        [(once,)] = warehouse.execute("""
            SELECT count(*) FROM (
                SELECT buyer_id FROM order_line WHERE sold_on <= (SELECT value::DATE FROM about WHERE key = 'sample_today')
                GROUP BY buyer_id HAVING count(DISTINCT concert_id) = 1 AND max(sold_on)
                    >= (SELECT value::DATE FROM about WHERE key = 'sample_today') - INTERVAL 18 MONTH)""").fetchall()
    assert cells.loc[cells["segment"] == "New", "buyers"].sum() == once


def test_rules_are_applied_anew_and_first_counts_everybody_once(season: Path) -> None:
    counts = audiences.rule_counts(filters=ALL)
    assert counts["first"].sum() <= audiences.cells(filters=ALL)["buyers"].sum()
    assert (counts["first"] <= counts["buyers"]).all()
    wider = rule(r=[1, 5], segments=["New"])
    counts = audiences.rule_counts(filters=ALL).set_index("rule_id")
    cells = audiences.cells(filters=ALL)
    assert counts.loc[wider, "buyers"] == cells.loc[cells["segment"] == "New", "buyers"].sum()


def test_a_file_holds_digests_of_those_who_agreed_only(season: Path) -> None:
    found = audiences.export(actor="ann", rule_id=rule(r=[1, 5]))
    with duckdb.connect(str(season / "warehouse.duckdb"), read_only=True) as warehouse:
        people = warehouse.execute("SELECT email, bool_and(consent) FROM buyer WHERE email IS NOT NULL GROUP BY email").fetchall()
    agreed = {hashlib.sha256(email.strip().lower().encode()).hexdigest() for email, consent in people if consent}
    assert set(found.rows["email_sha256"]) <= agreed
    assert len(found.rows) > 1000
    assert found.rows.columns.tolist() == ["email_sha256"]
    assert audit.entries()[-1]["detail"]["people"] == len(found.rows)


def test_whoever_is_suppressed_is_left_out_and_counted(season: Path) -> None:
    everybody = rule(r=[1, 5])
    first = audiences.export(actor="ann", rule_id=everybody).rows["email_sha256"].iloc[0]
    rules.suppress(actor="ann", digests=[first])
    again = audiences.export(actor="ann", rule_id=everybody)
    assert first not in set(again.rows["email_sha256"])
    assert again.suppressed == 1


def test_a_group_in_which_one_could_be_told_gets_no_file(season: Path) -> None:
    tiny = rule(r=[1, 1], f=[5, 5], m=[1, 1])
    with pytest.raises(DeedRefused, match="fewer than 50"):
        audiences.export(actor="ann", rule_id=tiny)
    assert audit.entries()[-1]["action"] == "audience export refused"
    with pytest.raises(DeedRefused, match="no audience rule"):
        audiences.export(actor="ann", rule_id="none")


def test_a_market_out_of_sight_is_in_no_file(season: Path) -> None:
    market = audiences.cells(filters=ALL).groupby("market")["reachable"].sum().idxmax()
    everybody, there = rule(r=[1, 5]), rule(f=[1, 5], markets=["nowhere"])
    assert len(audiences.export(actor="ann", rule_id=everybody, markets=(market,)).rows) < len(
        audiences.export(actor="ann", rule_id=everybody).rows)
    with pytest.raises(DeedRefused):
        audiences.export(actor="ann", rule_id=there, markets=(market,))


def test_an_index_is_one_on_average_and_its_range_holds_it(season: Path) -> None:
    rows = audiences.over_index(filters=ALL, segment="Active")
    assert ((rows["lo"] <= rows["value"]) & (rows["value"] <= rows["hi"])).all()
    assert rows["expected"].sum() == pytest.approx(rows["buyers"].sum())


def test_a_digest_is_of_the_address_without_blanks_in_lower_case() -> None:
    assert audiences.digest(" Ann@Example.ORG ") == hashlib.sha256(b"ann@example.org").hexdigest()
