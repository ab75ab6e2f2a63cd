"""Audiences: named rules for who belongs together, and whom nobody may address."""

import re
from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, select

from core.desk.audit import note
from core.desk.campaigns import remove, standing, write
from core.desk.errors import DeedRefused
from core.desk.models import AudienceRule, Suppressed
from core.desk.store import now, reading, writing

SCORES = ("r", "f", "m")
LISTS = ("segments", "markets")
DIGEST = re.compile(r"[0-9a-f]{64}")
BATCH = 500


def set_rule(*, actor: str, rule_id: str | None, version: int | None, name: str, position: int,
             rule: dict[str, Any]) -> dict[str, Any]:
    """A new rule, or another text for one that stands.

    rule: "r", "f", "m" each [lowest, highest] score of 1 to 5; "segments" (lifecycle) and "markets", lists of names.
    Raises DeedRefused for anything else, and for a name that another rule has.
    """
    return write(AudienceRule, actor, "audience rule set", rule_id, version, name=named(name, rule_id), position=position,
                 rule=checked(rule))


def named(name: str, rule_id: str | None) -> str:
    if any(row["name"].casefold() == name.casefold() and row["rule_id"] != rule_id for row in rules()):
        raise DeedRefused(f"There is a rule called {name} already.", remedy="Choose another name.")
    return name


def checked(rule: dict[str, Any]) -> dict[str, Any]:
    """The rule, if it says something and nothing that we do not know."""
    for part, value in rule.items():
        if part in SCORES:
            good = isinstance(value, list) and len(value) == 2 and all(
                type(end) is int and 1 <= end <= 5 for end in value) and value[0] <= value[1]
        else:
            good = part in LISTS and isinstance(value, list) and all(isinstance(name, str) for name in value)
        if not good:
            raise DeedRefused(f"A rule cannot say {part}: {value}.", remedy="Scores are [lowest, highest] from 1 to 5; "
                              f"{' and '.join(LISTS)} are lists of names.")
    if not any(rule.values()):
        raise DeedRefused("The rule says nothing, so everybody would fit.", remedy="Choose a score or a segment.")
    return {part: value for part, value in rule.items() if value}


def remove_rule(*, actor: str, rule_id: str, version: int) -> None:
    remove(AudienceRule, actor, rule_id, version)


def rules() -> list[dict[str, Any]]:
    """Rules that stand, in the order in which they are tried."""
    return standing(AudienceRule, None, "position", "name")


def suppress(*, actor: str, digests: Iterable[str], reason: str = "") -> int:
    """Put SHA-256 digests of normalised e-mail addresses on the list; returns how many are new."""
    wanted = {digest_of(digest) for digest in digests}
    with writing() as session:
        fresh = wanted - known(session, wanted)
        session.add_all(Suppressed(email_sha256=digest, reason=reason, added_by=actor, added_at=now())
                        for digest in sorted(fresh))
        note(session, actor, "suppression list grown", "suppression list", added=len(fresh), reason=reason)
    return len(fresh)


def unsuppress(*, actor: str, digest: str) -> bool:
    """Take one off the list again; says whether it was on it."""
    with writing() as session:
        gone = session.execute(delete(Suppressed).where(Suppressed.email_sha256 == digest_of(digest)))
        there = bool(gone.rowcount)  # type: ignore[attr-defined]
        note(session, actor, "suppression list shortened", "suppression list", removed=int(there))
    return there


def suppressed() -> set[str]:
    """Every digest on the list."""
    with reading() as session:
        return set(session.scalars(select(Suppressed.email_sha256)))


def known(session: Any, digests: set[str]) -> set[str]:
    """Which of them are on the list already."""
    listed, found = sorted(digests), set()
    for start in range(0, len(listed), BATCH):
        found |= set(session.scalars(select(Suppressed.email_sha256).where(
            Suppressed.email_sha256.in_(listed[start:start + BATCH]))))
    return found


def digest_of(text: str) -> str:
    if not DIGEST.fullmatch(text.strip().lower()):
        raise DeedRefused("This is no SHA-256 digest.", remedy="64 hexadecimal digits of the normalised address.")
    return text.strip().lower()
