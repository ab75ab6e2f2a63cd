"""Marks that people put on a sales curve: an announce, support added, radio, press."""

from datetime import date
from typing import Any, NamedTuple

from core.decisions import in_use
from core.desk import annotations

KINDS = annotations.KINDS


class Note(NamedTuple):
    """A mark on the curve: days before the show, and what it says ("radio: Morning show")."""

    days_out: int
    label: str


def notes(*, concert_id: str, local_date: date) -> tuple[Note, ...]:
    """The marks of one show that stand, furthest out first."""
    if not in_use():
        return ()
    return tuple(Note((local_date - row["marked_on"]).days, worded(row["kind"], row["words"]))
                 for row in annotations.annotations(concert_ids=[concert_id]))


def worded(kind: str, words: str) -> str:
    name = kind.replace("_", " ")
    return f"{name}: {words}" if words.strip() else name


def annotate(*, actor: str, concert_id: str, marked_on: date, kind: str, words: str) -> dict[str, Any]:
    """Put a mark on a show's curve. Raises DeedRefused for a kind that is not in KINDS."""
    return annotations.annotate(actor=actor, concert_id=concert_id, marked_on=marked_on, kind=kind, words=words)
