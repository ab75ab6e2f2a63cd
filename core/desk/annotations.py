"""Marks on the sales curve of a show: an announce, support added, radio, press."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import select

from core.desk.audit import note
from core.desk.errors import DeedRefused
from core.desk.models import Annotation
from core.desk.store import as_dict, found, now, reading, writing

KINDS = ("announce", "on_sale", "support_added", "radio", "press", "price", "note")


def annotate(*, actor: str, concert_id: str, marked_on: date, kind: str, words: str) -> dict[str, Any]:
    """Put a mark on a show's curve. Raises DeedRefused for a kind that is not in KINDS."""
    if kind not in KINDS:
        raise DeedRefused(f"There is no kind of mark {kind!r}.", remedy=f"Use one of {', '.join(KINDS)}.")
    with writing() as session:
        mark = Annotation(concert_id=concert_id, marked_on=marked_on, kind=kind, words=words, author=actor,
                          written_at=now())
        session.add(mark)
        session.flush()
        note(session, actor, "annotation written", mark.annotation_id, concert_id=concert_id)
    return as_dict(mark)


def revise(*, actor: str, annotation_id: str, version: int, words: str, marked_on: date) -> dict[str, Any]:
    """Say it better. What it said before stands in the audit log."""
    with writing() as session:
        mark = found(session, Annotation, annotation_id, version)
        note(session, actor, "annotation revised", annotation_id, before=mark.words, before_on=mark.marked_on)
        mark.words, mark.marked_on, mark.author, mark.written_at = words, marked_on, actor, now()
        session.flush()
    return as_dict(mark)


def remove(*, actor: str, annotation_id: str, version: int) -> None:
    """Take the mark off the curve; the row stays."""
    with writing() as session:
        found(session, Annotation, annotation_id, version).removed_at = now()
        note(session, actor, "annotation removed", annotation_id)


def one_annotation(annotation_id: str) -> dict[str, Any]:
    with reading() as session:
        return as_dict(found(session, Annotation, annotation_id))


def annotations(*, concert_ids: Iterable[str] | None = None) -> list[dict[str, Any]]:
    """Marks that stand, by show and day; of all shows without `concert_ids`."""
    asked = select(Annotation).where(Annotation.removed_at.is_(None)).order_by(
        Annotation.concert_id, Annotation.marked_on, Annotation.written_at)
    if concert_ids is not None:
        asked = asked.where(Annotation.concert_id.in_(list(concert_ids)))
    with reading() as session:
        return [as_dict(mark) for mark in session.scalars(asked)]
