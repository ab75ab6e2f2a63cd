"""Marks that people put on a sales curve: an announce, support added, radio, press."""

from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from core.desk import annotations, in_use
from core.desk.store import kept_until_written

KINDS = annotations.KINDS


class Note(NamedTuple):
    """A mark on the curve: days before the show, what it says ("radio: Morning show"), and its version."""

    days_out: int
    label: str
    annotation_id: str
    version: int


def notes(*, concert_id: str, local_date: date) -> tuple[Note, ...]:
    """The marks of one show that stand, furthest out first."""
    return tuple(Note((local_date - row["marked_on"]).days, worded(row["kind"], row["words"]), row["annotation_id"],
                      row["version"]) for row in of_all().get(concert_id, ()))


@kept_until_written
def of_all() -> dict[str, list[dict[str, Any]]]:
    """The marks of every show by concert_id: read together, so that who goes from show to show asks the desk no more."""
    rows = annotations.annotations() if in_use() else []
    return {concert_id: list(marks) for concert_id, marks in groupby(rows, itemgetter("concert_id"))}


def worded(kind: str, words: str) -> str:
    name = kind.replace("_", " ")
    return f"{name}: {words}" if words.strip() else name


def annotate(*, actor: str, concert_id: str, marked_on: date, kind: str, words: str) -> dict[str, Any]:
    """Put a mark on a show's curve. Raises DeedRefused for a kind that is not in KINDS."""
    return annotations.annotate(actor=actor, concert_id=concert_id, marked_on=marked_on, kind=kind, words=words)


def remove(*, actor: str, note: Note) -> None:
    """Take a mark off the curve. Raises StaleEdit when somebody changed it meanwhile."""
    annotations.remove(actor=actor, annotation_id=note.annotation_id, version=note.version)
