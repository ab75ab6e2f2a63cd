"""The hold ledger: numbered places in the line for a date at a venue.

Level 1 stands first. A lower hold (a higher number) challenges those above it, who confirm or give up their place
by a deadline; who says nothing by then has given it up. When a place falls free everybody below moves up by one.
The confirmed hold has the date; the others stand behind it until it is released.
"""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.desk import in_use
from core.desk.audit import note
from core.desk.errors import DeedRefused
from core.desk.models import DateHold, HoldEvent
from core.desk.store import as_dict, found, now, reading, writing

RESPOND_WITHIN = timedelta(hours=24)
LONGEST_LINE = 20


def place_hold(*, actor: str, venue_id: str, local_date: date, artist: str | None = None, words: str = "",
               level: int | None = None) -> dict[str, Any]:
    """Take the last place in the line, or `level` when that is the last. Raises DeedRefused for a place taken."""
    let_overdue_lapse()
    with writing() as session:
        line = line_for(session, venue_id, local_date)
        last = len(line) + 1
        if level is not None and level != last:
            raise DeedRefused(f"Hold {level}H is not the next place: {len(line)} stand in the line.",
                              remedy=f"Place it as {last}H, or challenge the hold above.")
        if last > LONGEST_LINE:
            raise DeedRefused(f"{len(line)} holds stand on this date already.", remedy="Choose another date.")
        hold = DateHold(venue_id=venue_id, local_date=local_date, hold_level=last, artist=artist, note=words,
                        placed_by=actor, placed_at=now())
        session.add(hold)
        session.flush()
        tell(session, hold, actor, "placed")
    return as_dict(hold)


def challenge(*, actor: str, hold_id: str, version: int, within: timedelta = RESPOND_WITHIN) -> list[dict[str, Any]]:
    """Challenge all that stand above the hold: they confirm or lose their place by the deadline. Returns the line."""
    if within <= timedelta(0):
        raise DeedRefused("A challenge needs a deadline in the future.", remedy="Give it some hours.")
    let_overdue_lapse()
    with writing() as session:
        mine = found(session, DateHold, hold_id, version)
        line = standing(session, mine)
        above = [hold for hold in line if hold.hold_level < mine.hold_level]
        refuse_challenge(mine, above)
        for hold in above:
            hold.challenged_by, hold.challenged_at, hold.respond_by = hold_id, now(), now() + within
            tell(session, hold, actor, "challenged",
                 f"by {mine.hold_level}H, answer by {hold.respond_by:%Y-%m-%d %H:%M} UTC")
        session.flush()
    return [as_dict(hold) for hold in line]


def refuse_challenge(mine: DateHold, above: list[DateHold]) -> None:
    if not above:
        raise DeedRefused("A first hold has nobody above it to challenge.", remedy="Confirm it instead.")
    if any(hold.outcome == "confirmed" for hold in above):
        raise DeedRefused("The date is confirmed for somebody else.", remedy="Choose another date.")
    if any(hold.respond_by for hold in above):
        raise DeedRefused("The holds above are challenged already.", remedy="Wait for their deadline.")
    if mine.respond_by:
        raise DeedRefused("This hold is challenged itself.", remedy="Confirm or release it first.")


def confirm(*, actor: str, hold_id: str, version: int) -> dict[str, Any]:
    """Take the date. Only a first hold can; every challenge in the line ends."""
    let_overdue_lapse()
    with writing() as session:
        hold = found(session, DateHold, hold_id, version)
        line = standing(session, hold)
        if hold.hold_level != 1 or hold.outcome:
            raise DeedRefused(f"Only a first hold is confirmed, and once; this is {hold.hold_level}H.",
                              remedy="Challenge the holds above.")
        hold.outcome = "confirmed"
        end_challenges(line)
        tell(session, hold, actor, "confirmed")
        session.flush()
    return as_dict(hold)


def release(*, actor: str, hold_id: str, version: int) -> dict[str, Any]:
    """Give up a place, or a confirmed date; all below move up by one."""
    let_overdue_lapse()
    with writing() as session:
        hold = found(session, DateHold, hold_id, version)
        standing(session, hold)
        give_up(session, hold, actor, "released")
    return as_dict(hold)


def give_up(session: Session, hold: DateHold, actor: str, outcome: str) -> None:
    """End a hold and promote those below, first the next in line: two never stand on one place."""
    hold.outcome, hold.ended_at, hold.respond_by = outcome, now(), None
    tell(session, hold, actor, outcome)
    session.flush()
    line = line_for(session, hold.venue_id, hold.local_date)
    end_challenges([other for other in line if other.challenged_by == hold.hold_id])
    for below in line:
        if below.hold_level > hold.hold_level:
            below.hold_level -= 1
            tell(session, below, actor, "promoted", f"from {below.hold_level + 1}H")
            session.flush()


def end_challenges(line: list[DateHold]) -> None:
    """Nobody has to answer any more; that there was a challenge stays on record."""
    for hold in line:
        hold.respond_by = None


def let_overdue_lapse() -> int:
    """What the clock does: who did not answer a challenge in time has given up the place. Returns how many.

    The lowest place first, so that each promotion counts once. Every deed and every look at the ledger begins with it.
    """
    overdue = select(DateHold).where(DateHold.ended_at.is_(None), DateHold.respond_by < now())
    with reading() as session:
        if session.scalars(overdue.limit(1)).first() is None:
            return 0
    with writing() as session:
        lapsed = session.scalars(overdue.order_by(DateHold.hold_level.desc())).all()
        for hold in lapsed:
            give_up(session, hold, "deadline", "lapsed")
        return len(lapsed)


def standing(session: Session, hold: DateHold) -> list[DateHold]:
    """The line the hold stands in, first place first. Raises DeedRefused when it has ended."""
    if hold.ended_at:
        raise DeedRefused(f"This hold ended before: {hold.outcome}.", remedy="Place a new one.")
    return line_for(session, hold.venue_id, hold.local_date)


def line_for(session: Session, venue_id: str, local_date: date) -> list[DateHold]:
    asked = select(DateHold).where(DateHold.venue_id == venue_id, DateHold.local_date == local_date,
                                   DateHold.ended_at.is_(None)).order_by(DateHold.hold_level)
    return list(session.scalars(asked.with_for_update()))


def tell(session: Session, hold: DateHold, actor: str, what: str, detail: str = "") -> None:
    """A line in the hold's own history and one in the audit log."""
    session.add(HoldEvent(hold_id=hold.hold_id, at=now(), actor=actor, what=what, hold_level=hold.hold_level,
                          detail=detail))
    note(session, actor, f"hold {what}", hold.hold_id, venue_id=hold.venue_id, local_date=hold.local_date,
         hold_level=hold.hold_level)


def ledger(*, venue_ids: list[str] | None = None, date_from: date | None = None, date_to: date | None = None,
           ended: bool = False) -> list[dict[str, Any]]:
    """Holds by date, venue and place; those that ended too when asked."""
    asked = select(DateHold).order_by(DateHold.local_date, DateHold.venue_id, DateHold.hold_level, DateHold.placed_at)
    if venue_ids is not None:
        asked = asked.where(DateHold.venue_id.in_(venue_ids))
    if date_from:
        asked = asked.where(DateHold.local_date >= date_from)
    if date_to:
        asked = asked.where(DateHold.local_date <= date_to)
    if not ended:
        asked = asked.where(DateHold.ended_at.is_(None))
    let_overdue_lapse()
    with reading() as session:
        return [as_dict(hold) for hold in session.scalars(asked)]


def one_hold(hold_id: str) -> dict[str, Any]:
    with reading() as session:
        return as_dict(found(session, DateHold, hold_id))


def history(hold_id: str) -> list[dict[str, Any]]:
    """What happened to a hold, oldest first: at, actor, what, hold_level, detail."""
    with reading() as session:
        found(session, DateHold, hold_id)
        events = session.scalars(select(HoldEvent).where(HoldEvent.hold_id == hold_id)
                                 .order_by(HoldEvent.hold_event_id))
        return [as_dict(event) for event in events]


def fill_rate(*, since: datetime | None = None) -> dict[str, Any]:
    """Challenged holds that ended: how many, how many were confirmed, and their share (NULL without any)."""
    asked = select(DateHold.outcome).where(DateHold.challenged_at.is_not(None), DateHold.outcome.is_not(None))
    if since:
        asked = asked.where(DateHold.challenged_at >= since)
    with reading() as session:
        outcomes = session.scalars(asked).all()
    confirmed = outcomes.count("confirmed")
    return {"challenged": len(outcomes), "confirmed": confirmed,
            "fill_rate": confirmed / len(outcomes) if outcomes else None}


Nights = tuple[tuple[str, date, int, bool], ...]


def nights_held() -> Nights:
    """(venue_id, local date, holds in the line, whether it is confirmed) of each night with a hold that stands."""
    if not in_use():
        return ()
    nights: dict[tuple[str, date], list[str | None]] = {}
    for hold in ledger():
        nights.setdefault((hold["venue_id"], hold["local_date"]), []).append(hold["outcome"])
    return tuple((venue_id, day, len(line), "confirmed" in line) for (venue_id, day), line in sorted(nights.items()))
