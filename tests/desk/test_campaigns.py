"""What marketing plans: versioned, logged, refused when it makes no sense; audiences are rules and digests."""

import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from core.desk import audiences, audit, campaigns, media
from core.desk.errors import DeedRefused, NotThere, StaleEdit

SOMEBODY = "a" * 64


def budget(**changes: object) -> dict:
    return campaigns.set_budget(**{"actor": "ann", "budget_id": None, "version": None, "concert_id": "c1", "channel": "meta",
                                   "campaign": None, "currency": "GBP", "amount": Decimal("250.50")} | changes)  # type: ignore[arg-type]


def test_a_budget_stays_exact_and_the_second_writer_is_told(desk: Path) -> None:
    first = budget()
    assert campaigns.budgets()[0]["amount"] == Decimal("250.50")
    budget(budget_id=first["budget_id"], version=1, amount=Decimal(300))
    with pytest.raises(StaleEdit):
        budget(budget_id=first["budget_id"], version=1, amount=Decimal(400))
    assert [row["amount"] for row in campaigns.budgets(concert_ids=["c1"])] == [Decimal("300.00")]
    assert campaigns.budgets(concert_ids=["c2"]) == []
    assert audit.entries()[-1]["detail"]["before"]["amount"] == "250.50"


@pytest.mark.parametrize("amount", ["-1", "NaN", "Infinity", "0.001", "1e16"])
def test_what_is_no_money_is_no_budget(desk: Path, amount: str) -> None:
    with pytest.raises(DeedRefused):
        budget(amount=Decimal(amount))
    assert audit.entries() == []


def test_what_was_removed_is_not_listed_and_cannot_be_changed(desk: Path) -> None:
    row = budget()
    campaigns.remove_budget(actor="ann", budget_id=row["budget_id"], version=1)
    assert campaigns.budgets() == []
    with pytest.raises(DeedRefused, match="removed"):
        budget(budget_id=row["budget_id"], version=2)
    with pytest.raises(NotThere):
        campaigns.remove_budget(actor="ann", budget_id="none", version=1)


ELSEWHERE = """
from core.desk import campaigns
campaigns.set_promo_code(actor="bob", code="RADIO", version=None, concert_id=None, channel="radio")
"""


def test_what_another_process_writes_is_read_at_once_and_rows_are_the_reader_s_own(desk: Path) -> None:
    campaigns.set_promo_code(actor="ann", code="LIST10", version=None, concert_id=None, channel="email")
    campaigns.promo_codes()[0]["code"] = "changed by a reader"
    subprocess.run([sys.executable, "-c", ELSEWHERE], check=True)
    assert [row["code"] for row in campaigns.promo_codes()] == ["LIST10", "RADIO"]


def test_a_promo_code_is_one_code_however_it_is_written(desk: Path) -> None:
    campaigns.set_promo_code(actor="ann", code=" list10 ", version=None, concert_id=None, channel="email")
    with pytest.raises(StaleEdit):
        campaigns.set_promo_code(actor="bob", code="LIST10", version=None, concert_id=None, channel="sms")
    changed = campaigns.set_promo_code(actor="bob", code="List10", version=1, concert_id=None, channel="sms")
    assert (changed["code"], changed["channel"], changed["version"]) == ("LIST10", "sms", 2)
    with pytest.raises(DeedRefused):
        campaigns.set_promo_code(actor="bob", code="X", version=None, concert_id=None, channel=None,
                                 starts_on=date(2026, 2, 1), ends_on=date(2026, 1, 1))


def test_a_promo_code_that_was_removed_can_be_entered_again(desk: Path) -> None:
    campaigns.set_promo_code(actor="ann", code="LIST10", version=None, concert_id="c1", channel="email", partner="Radio")
    campaigns.remove_promo_code(actor="ann", code="LIST10", version=1)
    again = campaigns.set_promo_code(actor="bob", code="list10", version=None, concert_id=None, channel="sms")
    assert (again["channel"], again["concert_id"], again["partner"], again["removed_at"]) == ("sms", None, "", None)
    assert [row["code"] for row in campaigns.promo_codes()] == ["LIST10"]
    with pytest.raises(StaleEdit):
        campaigns.set_promo_code(actor="ann", code="LIST10", version=1, concert_id=None, channel="email")
    with pytest.raises(StaleEdit):
        campaigns.set_promo_code(actor="ann", code="LIST10", version=None, concert_id=None, channel="email")


def test_an_announcement_moves_and_goes_out(desk: Path) -> None:
    row = campaigns.plan_announcement(actor="ann", announcement_id=None, version=None, concert_id="c1",
                                      goes_out_on=date(2026, 12, 1), channel="email", words="On sale")
    campaigns.plan_announcement(actor="ann", announcement_id=row["announcement_id"], version=1, concert_id="c1",
                                goes_out_on=date(2026, 12, 2), channel="email", words="On sale", state="out")
    assert [(r["goes_out_on"].day, r["state"]) for r in campaigns.announcements()] == [(2, "out")]
    with pytest.raises(DeedRefused):
        campaigns.plan_announcement(actor="ann", announcement_id=None, version=None, concert_id="c1",
                                    goes_out_on=date(2026, 12, 1), channel="email", words="x", state="maybe")


def test_the_house_begins_with_named_rules_that_can_be_edited(desk: Path) -> None:
    first = audiences.rules()[0]
    assert (first["name"], first["version"]) == ("Champions", 1)
    audiences.set_rule(actor="ann", rule_id=first["rule_id"], version=1, name="Best", position=0, rule={"r": [5, 5]})
    assert audiences.rules()[0]["rule"] == {"r": [5, 5]}
    with pytest.raises(StaleEdit):
        audiences.set_rule(actor="bob", rule_id=first["rule_id"], version=1, name="Best", position=0, rule={"r": [4, 5]})
    with pytest.raises(DeedRefused, match="already"):
        audiences.set_rule(actor="bob", rule_id=None, version=None, name="best", position=9, rule={"r": [4, 5]})


@pytest.mark.parametrize("rule", [{}, {"r": [0, 5]}, {"r": [4, 2]}, {"r": [1]}, {"sql": "1=1"}, {"segments": "New"},
                                  {"f": [True, 5]}])
def test_a_rule_says_only_what_is_known(desk: Path, rule: dict) -> None:
    with pytest.raises(DeedRefused):
        audiences.set_rule(actor="ann", rule_id=None, version=None, name="new", position=9, rule=rule)


def test_the_suppression_list_holds_digests_and_never_an_address(desk: Path) -> None:
    assert audiences.suppress(actor="ann", digests=[SOMEBODY, SOMEBODY.upper(), "b" * 64]) == 2
    assert audiences.suppress(actor="ann", digests=[SOMEBODY]) == 0
    with pytest.raises(DeedRefused):
        audiences.suppress(actor="ann", digests=["ann@example.org"])
    assert audiences.unsuppress(actor="ann", digest=SOMEBODY)
    assert not audiences.unsuppress(actor="ann", digest=SOMEBODY)
    assert audiences.suppressed() == {"b" * 64}
    assert "example" not in str(audit.entries())


def test_a_picture_says_where_it_is_used(desk: Path) -> None:
    asset = media.add_asset(actor="ann", concert_id="c1", kind="poster", title="Front", file="f.png", thumbnail="t.webp",
                            content_type="image/png", width=10, height=20, bytes=300)
    media.revise_asset(actor="ann", asset_id=asset["asset_id"], version=1, title="Front", used_in=["newsletter 12"])
    assert media.assets(concert_ids=["c1"])[0]["used_in"] == ["newsletter 12"]
    media.remove_asset(actor="ann", asset_id=asset["asset_id"], version=2)
    assert media.assets() == []
