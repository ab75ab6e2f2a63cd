"""The hold ledger: numbered places, challenges with a deadline, promotion, and a line that is never out of order."""

import threading
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as trying
from hypothesis import strategies as st

from core.desk import holds
from core.desk.errors import DeedRefused, DeskError, NotThere, StaleEdit

DAY = date(2027, 3, 5)
AT_ONCE = timedelta(microseconds=1)


def place(artist: str, venue: str = "v1", day: date = DAY) -> dict:
    return holds.place_hold(actor="ann", venue_id=venue, local_date=day, artist=artist)


def line(venue: str = "v1") -> list[tuple[int, str | None]]:
    return [(hold["hold_level"], hold["artist"]) for hold in holds.ledger(venue_ids=[venue])]


def newest(hold: dict) -> dict:
    return {"hold_id": hold["hold_id"], "version": holds.one_hold(hold["hold_id"])["version"]}


def test_holds_are_numbered_in_the_order_they_are_placed(desk: Path) -> None:
    for artist in ("Low", "Mogwai", "Slint"):
        place(artist)
    place("Elsewhere", venue="v2")
    assert line() == [(1, "Low"), (2, "Mogwai"), (3, "Slint")]
    with pytest.raises(DeedRefused, match="not the next place"):
        holds.place_hold(actor="bob", venue_id="v1", local_date=DAY, level=2)


def test_a_release_moves_everybody_below_up_by_one(desk: Path) -> None:
    first, *_ = [place(artist) for artist in ("Low", "Mogwai", "Slint")]
    ended = holds.release(actor="ann", **newest(first))
    assert ended["outcome"] == "released"
    assert line() == [(1, "Mogwai"), (2, "Slint")]


def test_a_challenge_is_answered_by_confirming(desk: Path) -> None:
    first, second = place("Low"), place("Mogwai")
    [above, below] = holds.challenge(actor="bob", **newest(second))
    assert above["respond_by"] - above["challenged_at"] >= timedelta(hours=23)
    assert above["challenged_by"] == below["hold_id"]
    holds.confirm(actor="ann", **newest(first))
    assert holds.one_hold(first["hold_id"])["outcome"] == "confirmed"
    assert line() == [(1, "Low"), (2, "Mogwai")], "the second stands behind the confirmed one"
    assert holds.fill_rate() == {"challenged": 1, "confirmed": 1, "fill_rate": 1.0}
    with pytest.raises(DeedRefused, match="confirmed for somebody else"):
        holds.challenge(actor="bob", **newest(second))


def test_who_does_not_answer_a_challenge_in_time_gives_up_the_place(desk: Path) -> None:
    first, second, third = (place(artist) for artist in ("Low", "Mogwai", "Slint"))
    holds.challenge(actor="cid", within=AT_ONCE, **newest(third))
    assert line() == [(1, "Slint")], "both above have lapsed, without anybody asking for it"
    assert [holds.one_hold(hold["hold_id"])["outcome"] for hold in (first, second)] == ["lapsed", "lapsed"]
    assert holds.confirm(actor="cid", **newest(third))["outcome"] == "confirmed"
    assert holds.fill_rate()["fill_rate"] == 0


def test_a_second_hold_that_moves_up_still_owes_its_answer(desk: Path) -> None:
    first, second, third = (place(artist) for artist in ("Low", "Mogwai", "Slint"))
    holds.challenge(actor="cid", **newest(third))
    holds.release(actor="ann", **newest(first))
    moved = holds.one_hold(second["hold_id"])
    assert (moved["hold_level"], moved["respond_by"] is None) == (1, False)


def test_a_challenge_ends_when_the_challenger_leaves(desk: Path) -> None:
    first, second = place("Low"), place("Mogwai")
    holds.challenge(actor="bob", **newest(second))
    holds.release(actor="bob", **newest(second))
    assert holds.one_hold(first["hold_id"])["respond_by"] is None


def test_only_a_first_hold_is_confirmed_and_only_those_below_challenge(desk: Path) -> None:
    first, second = place("Low"), place("Mogwai")
    with pytest.raises(DeedRefused, match="2H"):
        holds.confirm(actor="bob", **newest(second))
    with pytest.raises(DeedRefused, match="nobody above"):
        holds.challenge(actor="ann", **newest(first))
    with pytest.raises(NotThere):
        holds.confirm(actor="ann", hold_id="none", version=1)


def test_releasing_a_confirmed_date_lets_the_next_in(desk: Path) -> None:
    first, second = place("Low"), place("Mogwai")
    holds.confirm(actor="ann", **newest(first))
    holds.release(actor="ann", **newest(first))
    assert line() == [(1, "Mogwai")]
    assert place("Slint")["hold_level"] == 2
    assert holds.confirm(actor="bob", **newest(second))["outcome"] == "confirmed"


def test_every_step_is_in_the_history_of_the_hold(desk: Path) -> None:
    first, second = place("Low"), place("Mogwai")
    holds.challenge(actor="bob", **newest(second))
    holds.release(actor="ann", **newest(first))
    assert [(e["what"], e["actor"]) for e in holds.history(first["hold_id"])] == [
        ("placed", "ann"), ("challenged", "bob"), ("released", "ann")]
    assert [(e["what"], e["hold_level"]) for e in holds.history(second["hold_id"])] == [("placed", 2), ("promoted", 1)]


def test_of_two_who_release_the_same_hold_the_second_is_told(desk: Path) -> None:
    first = place("Low")
    seen = {"hold_id": first["hold_id"], "version": first["version"]}
    holds.release(actor="ann", **seen)
    with pytest.raises(StaleEdit):
        holds.release(actor="bob", **seen)


def test_a_promotion_is_a_change_that_who_looked_before_is_told_of(desk: Path) -> None:
    first, second = place("Low"), place("Mogwai")
    holds.release(actor="ann", **newest(first))
    with pytest.raises(StaleEdit):
        holds.release(actor="bob", hold_id=second["hold_id"], version=second["version"])


def test_places_taken_at_the_same_moment_are_all_kept_in_one_line(desk: Path) -> None:
    together = threading.Barrier(10)

    def take(artist: str) -> None:
        together.wait()
        place(artist)

    threads = [threading.Thread(target=take, args=(f"a{number}",)) for number in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [level for level, _ in line()] == list(range(1, 11))
    assert {artist for _, artist in line()} == {f"a{number}" for number in range(10)}


@trying(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=st.lists(st.tuples(st.sampled_from(["place", "challenge", "lapse", "confirm", "release"]),
                                st.integers(0, 5)), max_size=14), venue=st.uuids())
def test_whatever_people_do_the_line_has_no_gap_and_one_holder_at_most(
        desk: Path, deeds: list[tuple[str, int]], venue: object) -> None:
    mine: list[dict] = []
    for deed, which in deeds:
        try:
            if deed == "place" or not mine:
                mine.append(place("Low", venue=str(venue)))
            elif deed in ("challenge", "lapse"):
                within = AT_ONCE if deed == "lapse" else timedelta(hours=1)
                holds.challenge(actor="ann", within=within, **newest(mine[which % len(mine)]))
            else:
                getattr(holds, deed)(actor="ann", **newest(mine[which % len(mine)]))
        except DeskError:
            pass
        standing = holds.ledger(venue_ids=[str(venue)])
        assert [hold["hold_level"] for hold in standing] == list(range(1, len(standing) + 1))
        assert [hold["outcome"] for hold in standing[1:]] == [None] * (len(standing) - 1 if standing else 0)
        assert all(hold["outcome"] for hold in holds.ledger(venue_ids=[str(venue)], ended=True)
                   if hold["ended_at"]), "who left has an outcome"
