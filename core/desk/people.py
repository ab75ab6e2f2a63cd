"""Who may sign in, as what, and for which markets and venues."""

from typing import Any

from sqlalchemy import select

from core.desk.audit import note
from core.desk.choices import same_version
from core.desk.models import Person
from core.desk.store import as_dict, found, reading, writing


def let_in(*, actor: str, email: str, role: str, version: int | None, personal_data: bool = False,
           markets: list[str] | None = None, venues: list[str] | None = None) -> dict[str, Any]:
    """Give a person a role, or another; `version` is None for somebody new."""
    email = email.strip().lower()
    with writing() as session:
        person = session.get(Person, email, with_for_update=True)
        same_version(person, version)
        if person is None:
            person = Person(email=email)
            session.add(person)
        before = person.role
        person.role, person.personal_data = role, personal_data
        person.markets, person.venues = markets or [], venues or []
        note(session, actor, "person let in", email, role=role, before=before, personal_data=personal_data,
             markets=person.markets, venues=person.venues)
        session.flush()
    return as_dict(person)


def shut_out(*, actor: str, email: str, version: int) -> None:
    """Take somebody's role away; their tokens end with it, because each is checked against its owner."""
    with writing() as session:
        session.delete(found(session, Person, email.strip().lower(), version))
        note(session, actor, "person shut out", email.strip().lower())


def person(email: str) -> dict[str, Any] | None:
    with reading() as session:
        row = session.get(Person, email.strip().lower())
        return as_dict(row) if row else None


def people() -> list[dict[str, Any]]:
    """Everybody with a role, by address."""
    with reading() as session:
        return [as_dict(row) for row in session.scalars(select(Person).order_by(Person.email))]
