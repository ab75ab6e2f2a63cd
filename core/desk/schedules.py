"""Exports that are made again and again: which question, into which kind of file, how often, for whom."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from core.desk.audit import note
from core.desk.errors import DeedRefused, NotThere
from core.desk.models import ScheduledExport
from core.desk.store import as_dict, found, kept_until_written, now, reading, writing

STYLES = ("csv", "parquet", "arrow", "json")


def schedule_export(*, actor: str, name: str, question: str, query: str, style: str, every_days: int,
                    first_at: datetime | None = None) -> dict[str, Any]:
    """Have a question answered into a file every so many days. `query` is the part of its URL after `?`."""
    if style not in STYLES or every_days < 1:
        raise DeedRefused("That cannot be scheduled.", remedy=f"Use {', '.join(STYLES)}, every day or less often.")
    with writing() as session:
        export = ScheduledExport(owner=actor, name=name, question=question, query=query, style=style,
                                 every_days=every_days, next_run_at=first_at or now())
        session.add(export)
        session.flush()
        note(session, actor, "export scheduled", export.export_id, question=question, query=query)
    return as_dict(export)


def stop_export(*, actor: str, export_id: str) -> None:
    """Raises NotThere for somebody else's."""
    with writing() as session:
        export = found(session, ScheduledExport, export_id)
        if export.owner != actor:
            raise NotThere(f"There is no scheduled export {export_id!r} of yours.")
        export.stopped_at = export.stopped_at or now()
        note(session, actor, "export stopped", export_id)


def due_exports(at: datetime) -> list[dict[str, Any]]:
    """What is to be made now, longest overdue first."""
    asked = select(ScheduledExport).where(ScheduledExport.stopped_at.is_(None), ScheduledExport.next_run_at <= at)
    with reading() as session:
        return [as_dict(export) for export in session.scalars(asked.order_by(ScheduledExport.next_run_at))]


def export_done(*, export_id: str, at: datetime, outcome: str) -> None:
    """Keep how it went and when it is due again: whole periods on from when it was due, after `at`."""
    with writing() as session:
        export = found(session, ScheduledExport, export_id)
        period = timedelta(days=export.every_days)
        missed = max((at - export.next_run_at) // period, 0)
        export.next_run_at += (missed + 1) * period
        export.last_run_at, export.last_outcome = at, outcome[:2000]
        note(session, export.owner, "export made", export_id, outcome=export.last_outcome)


@kept_until_written
def scheduled_exports(person: str) -> list[dict[str, Any]]:
    asked = select(ScheduledExport).where(ScheduledExport.owner == person, ScheduledExport.stopped_at.is_(None))
    with reading() as session:
        return [as_dict(export) for export in session.scalars(asked.order_by(ScheduledExport.name))]
