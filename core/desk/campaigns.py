"""What marketing plans: budgets, tagged links, promo codes and announcements. Rows that are removed stay in the store."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from sqlalchemy import RowMapping, inspect, select
from sqlalchemy.orm import Session

from core.desk.audit import note
from core.desk.errors import DeedRefused
from core.desk.models import Announcement, CampaignBudget, CampaignLink, PromoCode, Row
from core.desk.store import as_dict, found, kept_until_written, now, reading, words_for, writing

Kind = TypeVar("Kind", bound=Row)
STATES = ("planned", "out", "dropped")


def set_budget(*, actor: str, budget_id: str | None, version: int | None, concert_id: str | None, channel: str,
               campaign: str | None, currency: str, amount: Decimal, objective: str = "", starts_on: date | None = None,
               ends_on: date | None = None) -> dict[str, Any]:
    """A new budget (no `budget_id`), or another amount or span for one that stands. Raises DeedRefused below zero."""
    if not amount.is_finite() or amount < 0 or abs(amount.as_tuple().exponent) > 2 or amount >= 10**15:  # type: ignore[arg-type]
        raise DeedRefused(f"{amount} is no amount of money.", remedy="Give at least 0, with at most two decimals.")
    in_order(starts_on, ends_on)
    return write(CampaignBudget, actor, "budget set", budget_id, version, concert_id=concert_id, channel=channel,
                 campaign=campaign, currency=currency, amount=f"{amount:.2f}", objective=objective, starts_on=starts_on,
                 ends_on=ends_on)


def set_promo_code(*, actor: str, code: str, version: int | None, concert_id: str | None, channel: str | None,
                   partner: str = "", takes_off: str = "", starts_on: date | None = None, ends_on: date | None = None,
                   most_redemptions: int | None = None) -> dict[str, Any]:
    """What a code is for. Codes are kept in capitals; without `version` it must be a new one, or one that was removed."""
    in_order(starts_on, ends_on)
    return write(PromoCode, actor, "promo code set", None if version is None else code.strip().upper(), version,
                 code=code.strip().upper(), concert_id=concert_id, channel=channel, partner=partner, takes_off=takes_off,
                 starts_on=starts_on, ends_on=ends_on, most_redemptions=most_redemptions)


def plan_announcement(*, actor: str, announcement_id: str | None, version: int | None, concert_id: str, goes_out_on: date,
                      channel: str, words: str, state: str = "planned") -> dict[str, Any]:
    """Put an announcement in the calendar, or say when it moved or went out. Raises DeedRefused for another state."""
    if state not in STATES:
        raise DeedRefused(f"An announcement cannot be {state!r}.", remedy=f"Use one of {', '.join(STATES)}.")
    return write(Announcement, actor, "announcement planned", announcement_id, version, concert_id=concert_id,
                 goes_out_on=goes_out_on, channel=channel, words=words, state=state)


def keep_link(*, actor: str, concert_id: str | None, url: str, source: str, medium: str, campaign: str) -> dict[str, Any]:
    """Keep a tagged link, so that others use the same one."""
    with writing() as session:
        link = CampaignLink(concert_id=concert_id, url=url, source=source, medium=medium, campaign=campaign,
                            made_by=actor, made_at=now())
        session.add(link)
        session.flush()
        note(session, actor, "campaign link made", link.campaign_link_id, url=url)
    return as_dict(link)


def remove_budget(*, actor: str, budget_id: str, version: int) -> None:
    remove(CampaignBudget, actor, budget_id, version)


def remove_promo_code(*, actor: str, code: str, version: int) -> None:
    remove(PromoCode, actor, code.strip().upper(), version)


def remove_announcement(*, actor: str, announcement_id: str, version: int) -> None:
    remove(Announcement, actor, announcement_id, version)


def remove_link(*, actor: str, campaign_link_id: str) -> None:
    remove(CampaignLink, actor, campaign_link_id, None)


def budgets(*, concert_ids: Iterable[str] | None = None) -> list[dict[str, Any]]:
    """Budgets that stand; `amount` is a Decimal. With `concert_ids` those of these shows and of the whole season."""
    rows = standing(CampaignBudget, concert_ids, "concert_id", "channel", "campaign")
    return [row | {"amount": Decimal(row["amount"])} for row in rows]


def promo_codes() -> list[dict[str, Any]]:
    return standing(PromoCode, None, "code")


def announcements(*, concert_ids: Iterable[str] | None = None) -> list[dict[str, Any]]:
    return standing(Announcement, concert_ids, "goes_out_on", "written_at")


def links(*, concert_ids: Iterable[str] | None = None) -> list[dict[str, Any]]:
    """Links that were made, the newest first."""
    return standing(CampaignLink, concert_ids, "made_at")[::-1]


def one(kind: type[Kind], key: str) -> dict[str, Any]:
    """A row that stands or was removed. Raises NotThere."""
    with reading() as session:
        return as_dict(found(session, kind, key))


def write(kind: type[Kind], actor: str, action: str, key: str | None, version: int | None,
          **values: Any) -> dict[str, Any]:  # fmt: skip
    """A new row, or what is new in one at `version`; what it said before stands in the audit log. A new row under the key
    of one that was removed takes its place."""
    with writing() as session:
        row = removed_before(session, kind, values) if key is None else found(session, kind, key, version)
        if row is None:
            row = kind(**values, author=actor, written_at=now())
            session.add(row)
            before = None
        else:
            if key is None:
                row.removed_at = None  # type: ignore[attr-defined]
            refuse_removed(row)
            before = {name: getattr(row, name) for name in values}
            for name, value in values.items():
                setattr(row, name, value)
            row.author, row.written_at = actor, now()  # type: ignore[attr-defined]
        session.flush()
        note(session, actor, action, key_of(row), before=before)
    return as_dict(row)


def removed_before(session: Session, kind: type[Kind], values: dict[str, Any]) -> Kind | None:
    """The row that was removed under the key that the values give, if they give one."""
    names = [column.name for column in inspect(kind).primary_key]
    row = session.get(kind, tuple(values[name] for name in names)) if values.keys() >= set(names) else None
    return row if row is not None and getattr(row, "removed_at", None) is not None else None


def remove(kind: type[Kind], actor: str, key: str, version: int | None) -> None:
    """It stands no more; the row stays."""
    with writing() as session:
        row = found(session, kind, key, version)
        refuse_removed(row)
        row.removed_at = now()  # type: ignore[attr-defined]
        note(session, actor, f"{words_for(kind)} removed", key)


def standing(kind: type[Kind], concert_ids: Iterable[str] | None, *order: str) -> list[dict[str, Any]]:
    """Rows that were not removed; with `concert_ids` those of these shows and those of no show."""
    ours = None if concert_ids is None else {None, *concert_ids}
    return [dict(row) for row in rows_of(kind, order) if ours is None or row["concert_id"] in ours]


@kept_until_written
def rows_of(kind: type[Kind], order: tuple[str, ...]) -> Sequence[RowMapping]:
    columns = kind.__table__.columns
    asked = select(kind.__table__).where(columns["removed_at"].is_(None)).order_by(*(columns[name] for name in order))
    with reading() as session:
        return session.execute(asked).mappings().all()


def refuse_removed(row: Row) -> None:
    if getattr(row, "removed_at", None) is not None:
        raise DeedRefused(f"This {words_for(type(row))} was removed.", remedy="Make a new one.")


def key_of(row: Row) -> str:
    return "/".join(str(getattr(row, column.name)) for column in inspect(type(row)).primary_key)


def in_order(first: date | None, last: date | None) -> None:
    if first and last and first > last:
        raise DeedRefused(f"It would end on {last}, before it begins on {first}.", remedy="Exchange the days.")
