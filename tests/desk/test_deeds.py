"""Offers, choices, views, links, tokens, people and schedules: each deed keeps its promise and leaves its line."""

import stat
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
import sqlalchemy

from core.desk import adjustments, audit, choices, offers, people, schedules, store, tokens, views
from core.desk.errors import DeedRefused, NotThere, StaleEdit

DAY = date(2027, 3, 5)
WEEK = timedelta(days=7)


def offer(**more: object) -> dict:
    return offers.save_offer(**{  # type: ignore[arg-type]
        "actor": "ann", "artist": "Low", "venue_id": "v1", "local_date": DAY, "currency": "GBP",
        "deal": {"deal_type": "versus", "guarantee": Decimal("5000.10"), "pct": Decimal("0.85")},
        "forecast": {"p10": 300, "p50": 420.5, "p90": 480, "promoter_result": Decimal("1200.25")},
        "comparables": [{"concert_id": "c7", "weight": 0.5}], "assumptions": {"price": Decimal("22.50")},
        "snapshot": 12, **more})


def accepted() -> dict:
    saved = offer()
    for state in ("sent", "accepted"):
        saved = offers.move_offer(actor="ann", offer_id=saved["offer_id"], version=saved["version"], state=state)
    return saved


def test_an_offer_keeps_what_it_was_based_on_to_the_cent(desk: Path) -> None:
    kept = offers.one_offer(offer()["offer_id"])
    assert kept["deal"]["guarantee"] == "5000.10"
    assert kept["forecast"]["p50"] == 420.5
    assert (kept["comparables"], kept["snapshot"]) == ([{"concert_id": "c7", "weight": 0.5}], 12)


def test_an_offer_goes_its_way_and_no_other(desk: Path) -> None:
    saved = offer()
    with pytest.raises(DeedRefused, match="draft does not become accepted"):
        offers.move_offer(actor="ann", offer_id=saved["offer_id"], version=1, state="accepted")
    sent = offers.move_offer(actor="ann", offer_id=saved["offer_id"], version=1, state="sent")
    with pytest.raises(StaleEdit):
        offers.move_offer(actor="bob", offer_id=saved["offer_id"], version=1, state="withdrawn")
    assert offers.one_offer(saved["offer_id"])["state"] == sent["state"] == "sent"


def test_an_offer_is_scored_once_against_what_it_foresaw(desk: Path) -> None:
    saved = accepted()
    asked = {"actor": "ann", "offer_id": saved["offer_id"], "version": saved["version"], "tickets_sold": 400,
             "promoter_result": Decimal("1000.00")}
    done = offers.score_offer(**asked)
    assert done["score"] == {"tickets_sold": 400, "error": -20.5, "error_share": -20.5 / 400, "in_range": True,
                             "promoter_result": "1000.00", "result_error": "-200.25"}
    assert done["forecast"] == saved["forecast"], "what was foreseen stays as it was"
    with pytest.raises(DeedRefused, match="has its score"):
        offers.score_offer(**asked | {"version": done["version"]})


def test_a_declined_range_is_neither_hit_nor_missed() -> None:
    score = offers.scored({"p10": None, "p50": 100, "p90": None}, 0, None)
    assert (score["in_range"], score["error"], score["error_share"]) == (None, -100, None)


def test_an_offer_that_was_not_accepted_has_no_score(desk: Path) -> None:
    with pytest.raises(DeedRefused, match="draft"):
        offers.score_offer(actor="ann", offer_id=offer()["offer_id"], version=1, tickets_sold=1, promoter_result=None)


def test_comparables_are_chosen_over_what_was_seen_only(desk: Path) -> None:
    assert choices.chosen_comparables("c1") is None
    first = choices.choose_comparables(actor="ann", concert_id="c1", other_concert_ids=["c2", "c3"], version=None)
    with pytest.raises(StaleEdit, match="Somebody else"):
        choices.choose_comparables(actor="bob", concert_id="c1", other_concert_ids=["c9"], version=None)
    second = choices.choose_comparables(actor="bob", concert_id="c1", other_concert_ids=["c3"],
                                        version=first["version"])
    assert choices.chosen_comparables("c1") == second
    assert second["author"] == "bob"
    with pytest.raises(DeedRefused):
        choices.choose_comparables(actor="ann", concert_id="c1", other_concert_ids=["c1"], version=second["version"])


def test_an_identity_is_confirmed_split_and_kept_for_ingest(desk: Path) -> None:
    choices.decide_identity(actor="ann", source="ticketmaster", source_artist_id="K1", artist_id="low", version=None)
    choices.decide_identity(actor="ann", source="ticketmaster", source_artist_id="K2", artist_id=None, version=None)
    choices.decide_identity(actor="bob", source="ticketmaster", source_artist_id="K1", artist_id=None, version=1)
    assert choices.identity_decisions("ticketmaster") == {"K1": None, "K2": None}
    assert choices.identity_decisions("spotify") == {}
    with pytest.raises(StaleEdit):
        choices.decide_identity(actor="ann", source="ticketmaster", source_artist_id="K1", artist_id="low", version=1)
    assert [entry["action"] for entry in audit.entries()] == [
        "identity confirmed", "identity split", "identity split"]


def test_a_watch_list_is_ones_own(desk: Path) -> None:
    for artist in ("low", "mogwai", "low"):
        choices.watch(actor="ann", artist_id=artist)
    assert [row.artist_id for row in choices.watched("ann")] == ["low", "mogwai"]
    assert choices.watched("bob") == []
    choices.unwatch(actor="ann", artist_id="low")
    with pytest.raises(NotThere):
        choices.unwatch(actor="ann", artist_id="low")


def test_saved_views_are_seen_by_others_only_when_shared_and_changed_by_their_owner_only(desk: Path) -> None:
    mine = views.save_view(actor="ann", name="Leeds", page="concerts", query="market=Leeds")
    views.save_view(actor="bob", name="All", page="overview", query="", is_shared=True)
    assert [view["name"] for view in views.views("ann")] == ["All", "Leeds"]
    assert [view["name"] for view in views.views("bob")] == ["All"]
    with pytest.raises(NotThere):
        views.change_view(actor="bob", view_id=mine["view_id"], version=1, name="x", query="", is_shared=True)
    views.change_view(actor="ann", view_id=mine["view_id"], version=1, name="Leeds", query="market=Hull",
                      is_shared=False)
    with pytest.raises(StaleEdit):
        views.change_view(actor="ann", view_id=mine["view_id"], version=1, name="Leeds", query="", is_shared=False)
    views.remove_view(actor="ann", view_id=mine["view_id"])
    assert [view["name"] for view in views.views("ann")] == ["All"]


def shared(**more: object) -> tuple[dict, str]:
    return views.share(**{"actor": "ann", "page": "concerts", "query": "market=Leeds",  # type: ignore[arg-type]
                          "lasts": WEEK, "markets": ["Leeds"], "venues": [], **more})


def test_a_share_link_opens_until_it_is_revoked(desk: Path) -> None:
    link, text = shared()
    assert views.opened_link(text)["query"] == "market=Leeds"
    assert views.opened_link(text)["markets"] == ["Leeds"]
    views.revoke_link(actor="ann", link_id=link["link_id"])
    with pytest.raises(NotThere):
        views.opened_link(text)


@pytest.mark.parametrize("broken", [
    lambda text: text[:-1] + ("A" if text[-1] != "A" else "B"), lambda text: text.partition(".")[0],
    lambda text: "", lambda text: f"{text}x", lambda text: text.replace(".", "..", 1), lambda text: "é." + text])
def test_a_forged_link_shows_nothing(desk: Path, broken: object) -> None:
    _, text = shared()
    with pytest.raises(NotThere, match="shows nothing"):
        views.opened_link(broken(text))  # type: ignore[operator]


def test_a_link_expires_and_its_end_cannot_be_pushed_out(desk: Path) -> None:
    _, text = shared(lasts=timedelta(microseconds=1))
    with pytest.raises(NotThere):
        views.opened_link(text)
    with store.opened().begin() as database:
        database.execute(sqlalchemy.text("UPDATE share_link SET expires_at = '2099-01-01 00:00:00.000000'"))
    with pytest.raises(NotThere):
        views.opened_link(text)
    with pytest.raises(DeedRefused, match="90 days"):
        shared(lasts=timedelta(days=91))


def test_the_signing_key_is_readable_by_its_owner_alone(desk: Path) -> None:
    shared()
    assert stat.S_IMODE((desk / "desk.key").stat().st_mode) == 0o600
    assert list(desk.glob("*.partial")) == []


def issued(**more: object) -> tuple[dict, str]:
    return tokens.issue_token(**{"actor": "root", "name": "nightly", "owner": "ann", "role": "viewer",  # type: ignore[arg-type]
                                 "scopes": ["read"], "lasts": WEEK, **more})


def test_a_token_is_shown_once_and_only_its_hash_is_kept(desk: Path) -> None:
    row, text = issued()
    secret = text.split("_", 2)[2]
    assert tokens.token_of(text) == row
    assert "secret_hash" not in row
    assert "secret_hash" not in tokens.tokens()[0]
    kept = b"".join(path.read_bytes() for path in desk.iterdir() if path.is_file())
    assert secret.encode() not in kept


def test_a_token_that_is_wrong_expired_or_revoked_is_nobody(desk: Path) -> None:
    row, text = issued()
    _, old = issued(lasts=timedelta(microseconds=1))
    for wrong in ("", "mq", "mq__", f"{text}x", text[:-1], text.upper(), f"mq_{'0' * 12}_{text.split('_', 2)[2]}", old):
        assert tokens.token_of(wrong) is None, wrong
    tokens.revoke_token(actor="root", token_id=row["token_id"])
    assert tokens.token_of(text) is None


def test_the_last_use_of_a_token_is_kept(desk: Path) -> None:
    row, text = issued()
    assert row["last_used_at"] is None
    tokens.note_use(row)
    used = tokens.token_of(text)
    assert used
    assert used["last_used_at"]
    tokens.note_use(used)
    assert tokens.token_of(text) == used, "a second use within the minute is not written"


def test_people_have_one_role_under_one_spelling_of_their_address(desk: Path) -> None:
    people.let_in(actor="root", email=" Ann@Example.org ", role="viewer", version=None)
    people.let_in(actor="root", email="ann@example.ORG", role="manager", version=1, markets=["Leeds"])
    found = people.person("ANN@example.org")
    assert found
    assert (found["role"], found["markets"]) == ("manager", ["Leeds"])
    assert [entry["detail"]["before"] for entry in audit.entries()] == [None, "viewer"]
    people.shut_out(actor="root", email="ann@example.org", version=2)
    assert people.person("ann@example.org") is None


def test_a_scheduled_export_is_due_again_after_whole_periods(desk: Path) -> None:
    start = datetime(2026, 11, 1, 6, tzinfo=UTC)
    made = schedules.schedule_export(actor="ann", name="Shows", question="concerts", query="market=Leeds", style="csv",
                                     every_days=7, first_at=start)
    assert schedules.due_exports(start - timedelta(seconds=1)) == []
    assert [export["export_id"] for export in schedules.due_exports(start)] == [made["export_id"]]
    late = start + timedelta(days=15, hours=3)
    schedules.export_done(export_id=made["export_id"], at=late, outcome="written")
    [again] = schedules.scheduled_exports("ann")
    assert again["next_run_at"] == start + timedelta(days=21)
    with pytest.raises(NotThere):
        schedules.stop_export(actor="bob", export_id=made["export_id"])
    schedules.stop_export(actor="ann", export_id=made["export_id"])
    assert schedules.scheduled_exports("ann") == []
    assert schedules.due_exports(late + timedelta(days=60)) == []


@pytest.mark.parametrize("amount", ["0", "0.001", "NaN", "Infinity", "1e15"])
def test_an_adjustment_is_money_to_the_cent(desk: Path, amount: str) -> None:
    with pytest.raises(DeedRefused, match="no amount"):
        adjustments.adjust(actor="ann", concert_id="c1", label="buyout", amount=Decimal(amount), passed_on=False)


def test_an_adjustment_stands_until_it_is_withdrawn_and_both_are_in_the_log(desk: Path) -> None:
    made = adjustments.adjust(actor="ann", concert_id="c1", label=" buyout ", amount=Decimal("12.5"), passed_on=False)
    assert [(row["label"], row["amount"]) for row in adjustments.adjustments(concert_ids=["c1"])] == [
        ("buyout", Decimal("12.50"))]
    assert not adjustments.adjustments(concert_ids=["c2"])
    with pytest.raises(StaleEdit):
        adjustments.withdraw(actor="bob", adjustment_id=made["adjustment_id"], version=7)
    adjustments.withdraw(actor="bob", adjustment_id=made["adjustment_id"], version=made["version"])
    assert not adjustments.adjustments()
    assert sorted(line["action"] for line in audit.entries()) == ["adjustment made", "adjustment withdrawn"]
