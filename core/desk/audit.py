"""The audit log: who did what to what, when, from where. Lines are added in the transaction of the deed itself."""

import logging
from collections.abc import Iterator
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.desk.models import AuditEntry
from core.desk.store import as_dict, now, reading, writing

log = logging.getLogger(__name__)

PAGE_ROWS = 1_000

# Where the request behind a deed came from; set by the API and the pages, empty on the command line.
address: ContextVar[str] = ContextVar("address", default="")


def note(session: Session, actor: str, action: str, subject: str, **detail: Any) -> None:
    """A line in the same transaction as the deed: both are kept or neither is. No secrets, no personal data."""
    log.info("%s: %s", action, subject)
    session.add(AuditEntry(at=now(), actor=actor, action=action, subject=subject, detail=detail,
                           address=address.get()))


def record(actor: str, action: str, subject: str, **detail: Any) -> None:
    """A line for what is no deed at the desk: a sign-in, an export, a started ingest."""
    with writing() as session:
        note(session, actor, action, subject, **detail)


def entries(*, after: int = 0, limit: int = PAGE_ROWS, actor: str | None = None,
            since: datetime | None = None) -> list[dict[str, Any]]:
    """Lines in the order they were written, from the one after `after`: entry_id, at, actor, action, subject, ..."""
    asked = select(AuditEntry).where(AuditEntry.entry_id > after).order_by(AuditEntry.entry_id).limit(limit)
    if actor:
        asked = asked.where(AuditEntry.actor == actor)
    if since:
        asked = asked.where(AuditEntry.at >= since)
    with reading() as session:
        return [as_dict(entry) for entry in session.scalars(asked)]


def latest(*, limit: int = PAGE_ROWS, actor: str | None = None, action: str | None = None) -> list[dict[str, Any]]:
    """The newest lines first: columns as `entries`."""
    asked = select(AuditEntry).order_by(AuditEntry.entry_id.desc()).limit(limit)
    for column, wanted in ((AuditEntry.actor, actor), (AuditEntry.action, action)):
        asked = asked.where(column == wanted) if wanted else asked
    with reading() as session:
        return [as_dict(entry) for entry in session.scalars(asked)]


def every_entry() -> Iterator[dict[str, Any]]:
    """The whole log, a page at a time, for an export."""
    last = 0
    while page := entries(after=last):
        yield from page
        last = page[-1]["entry_id"]
