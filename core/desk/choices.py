"""What a person chose in place of a rule: comparables of a show, artists to watch, which artist an act is."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select

from core.desk.audit import note
from core.desk.errors import DeedRefused, StaleEdit
from core.desk.models import ChosenComparables, IdentityDecision, Row, Watch
from core.desk.store import STALE, as_dict, found, now, reading, writing


def choose_comparables(*, actor: str, concert_id: str, other_concert_ids: list[str],
                       version: int | None) -> dict[str, Any]:
    """Compare a show with these past shows. `version` is the one that was looked at, None for a first choice."""
    if concert_id in other_concert_ids or len(set(other_concert_ids)) != len(other_concert_ids):
        raise DeedRefused("A show is not compared with itself, and with each other show once.")
    with writing() as session:
        chosen = session.get(ChosenComparables, concert_id, with_for_update=True)
        same_version(chosen, version)
        if chosen is None:
            chosen = ChosenComparables(concert_id=concert_id)
            session.add(chosen)
        chosen.other_concert_ids, chosen.author, chosen.written_at = other_concert_ids, actor, now()
        note(session, actor, "comparables chosen", concert_id, other_concert_ids=other_concert_ids)
        session.flush()
    return as_dict(chosen)


def chosen_comparables(concert_id: str) -> dict[str, Any] | None:
    """The choice of a show with its author and version, or None where the rule's own stand."""
    with reading() as session:
        chosen = session.get(ChosenComparables, concert_id)
        return as_dict(chosen) if chosen else None


def all_chosen_comparables() -> dict[str, dict[str, Any]]:
    """Every choice by its concert_id, as `chosen_comparables` gives one."""
    with reading() as session:
        return {chosen.concert_id: as_dict(chosen) for chosen in session.scalars(select(ChosenComparables))}


def decide_identity(*, actor: str, source: str, source_artist_id: str, artist_id: str | None,
                    version: int | None) -> dict[str, Any]:
    """Confirm that an act of a source is `artist_id`, or (None) split it off as an artist of its own."""
    with writing() as session:
        decision = session.get(IdentityDecision, (source, source_artist_id), with_for_update=True)
        same_version(decision, version)
        if decision is None:
            decision = IdentityDecision(source=source, source_artist_id=source_artist_id)
            session.add(decision)
        decision.artist_id, decision.decided_by, decision.decided_at = artist_id, actor, now()
        note(session, actor, "identity confirmed" if artist_id else "identity split", f"{source}/{source_artist_id}",
             artist_id=artist_id)
        session.flush()
    return as_dict(decision)


def identity_decisions(source: str) -> dict[str, str | None]:
    """What ingest needs: the act's id at the source -> artist_id, or None where it was split off."""
    with reading() as session:
        asked = select(IdentityDecision).where(IdentityDecision.source == source)
        return {decision.source_artist_id: decision.artist_id for decision in session.scalars(asked)}


def all_identity_decisions() -> list[dict[str, Any]]:
    with reading() as session:
        asked = select(IdentityDecision).order_by(IdentityDecision.source, IdentityDecision.source_artist_id)
        return [as_dict(decision) for decision in session.scalars(asked)]


class Watched(NamedTuple):
    artist_id: str
    since: datetime


def watch(*, actor: str, artist_id: str) -> None:
    """Put an artist on one's watch list; twice is once."""
    with writing() as session:
        if session.get(Watch, (actor, artist_id)) is None:
            session.add(Watch(person=actor, artist_id=artist_id, since=now()))
            note(session, actor, "artist watched", artist_id)


def unwatch(*, actor: str, artist_id: str) -> None:
    """Take an artist off one's watch list. Raises NotThere when it is not on it."""
    with writing() as session:
        session.delete(found(session, Watch, (actor, artist_id)))
        note(session, actor, "artist unwatched", artist_id)


def watched(person: str) -> list[Watched]:
    """The watch list of one person, longest watched first."""
    with reading() as session:
        asked = select(Watch).where(Watch.person == person).order_by(Watch.since, Watch.artist_id)
        return [Watched(row.artist_id, row.since) for row in session.scalars(asked)]


def same_version(row: Row | None, version: int | None) -> None:
    """Raises StaleEdit unless `version` is what stands there now; None means nothing stood there."""
    newest = getattr(row, "version", None)
    if newest != version:
        raise StaleEdit("Somebody else has chosen in the meantime." if newest else "This choice is gone.", remedy=STALE)
