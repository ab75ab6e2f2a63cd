"""Scheduled exports: what is due now is answered into a file, with the rights that its owner has by now."""

import shutil
from collections import defaultdict
from datetime import date, datetime
from inspect import signature
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from core.access import Forbidden, Grant, owner_grant
from core.api.asking import QUESTIONS, Question, allow, file_name, rows, written
from core.api.formats import Style
from core.api.listing import Wanted, shaped
from core.api.problems import BadRequest
from core.desk.schedules import due_exports, export_done
from core.errors import MarqueeError
from core.filters import Filters
from core.settings import settings
from core.warehouse.snapshot import current

NAMES = ("market", "venue", "genre", "where", "from", "to", "sort", "fields")


class Made(NamedTuple):
    """What became of one export; `file` is empty when it was refused."""

    export_id: str
    name: str
    owner: str
    file: str
    outcome: str


def make_due(at: datetime) -> list[Made]:
    """Make every export that is due, each whatever becomes of the others."""
    made = [make(export) for export in due_exports(at)]
    for export in made:
        export_done(export_id=export.export_id, at=at, outcome=export.outcome)
    return made


def make(export: dict[str, Any]) -> Made:
    try:
        path = write(export)
    except (MarqueeError, BadRequest) as error:
        said = error.detail if isinstance(error, BadRequest) else str(error)
        return Made(export["export_id"], export["name"], export["owner"], "", f"refused: {said}")
    return Made(export["export_id"], export["name"], export["owner"], str(path), f"written: {path.name}")


def write(export: dict[str, Any]) -> Path:
    """Answer the question into `exports/<export id>/`; a reader never sees half a file."""
    grant, style, snapshot = grant_of(export["owner"]), Style(export["style"]), current()
    question, filters, wanted = asked(export["question"], export["query"])
    grant.require(question.action)
    allow(grant, question, style)
    params: dict[str, Any] = {"filters": filters} if takes_filters(question) else {}
    table = shaped(rows(grant, question, params, snapshot), wanted)
    folder = settings().data_dir / "exports" / export["export_id"]
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / file_name(question, style, snapshot)
    partial = path.with_name(f"{path.name}.partial")
    with written(table, question, style, snapshot, filters) as file, partial.open("wb") as target:
        file.seek(0)
        shutil.copyfileobj(file, target)
    partial.replace(path)
    return path


def grant_of(owner: str) -> Grant:
    """What the owner may do now. Raises Forbidden for somebody who may not come in any more."""
    grant = owner_grant(owner)
    if grant is None:
        raise Forbidden(f"{owner} has no role any more.", remedy="Let somebody else schedule it.")
    return grant


def asked(path: str, query: str) -> tuple[Question, Filters, Wanted]:
    """The question with its filters and shape, from the path and the query of its URL.

    Raises BadRequest for a list that does not exist or a parameter that it does not have.
    """
    question = QUESTIONS.get(path)
    if question is None or question.one or "{" in path:
        raise BadRequest(f"There is no list {path}.", f"There are {', '.join(lists())}.")
    found: dict[str, list[str]] = defaultdict(list)
    for name, value in parse_qsl(query, keep_blank_values=True):
        found[name].append(value)
    strange = sorted(set(found) - set(NAMES))
    if strange:
        raise BadRequest(f"There is no parameter {', '.join(strange)} here.", f"There are {', '.join(NAMES)}.")
    filters = Filters(markets=tuple(found["market"]), venues=tuple(found["venue"]), genres=tuple(found["genre"]),
                      date_from=day_of(found["from"]), date_to=day_of(found["to"]))
    return question, filters, Wanted(sort="".join(found["sort"][-1:]), fields="".join(found["fields"][-1:]),
                                     where=tuple(found["where"]))


def lists() -> list[str]:
    return sorted(path for path, question in QUESTIONS.items() if not question.one and "{" not in path)


def day_of(texts: list[str]) -> date | None:
    try:
        return date.fromisoformat(texts[-1]) if texts else None
    except ValueError as error:
        raise BadRequest(f"{texts[-1]!r} is no date.", "Write it as 2026-12-04.") from error


def takes_filters(question: Question) -> bool:
    return "filters" in signature(question.ask).parameters
