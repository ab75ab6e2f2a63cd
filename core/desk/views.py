"""Saved views and share links: a page with its filters, kept under a name or given to somebody for a while."""

import base64
import hashlib
import hmac
import os
import secrets
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import or_, select

from core.desk.audit import note
from core.desk.errors import DeedRefused, NotThere
from core.desk.models import SavedView, ShareLink
from core.desk.store import as_dict, found, now, reading, writing
from core.settings import settings

LONGEST_SHARE = timedelta(days=90)
KEY_BYTES = 32


def save_view(*, actor: str, name: str, page: str, query: str, is_shared: bool = False) -> dict[str, Any]:
    """Keep a page with its filters (the part of the URL after `?`). A shared one is listed for everybody."""
    with writing() as session:
        view = SavedView(owner=actor, name=name, page=page, query=query, is_shared=is_shared, saved_at=now())
        session.add(view)
        session.flush()
        note(session, actor, "view saved", view.view_id, page=page)
    return as_dict(view)


def change_view(*, actor: str, view_id: str, version: int, name: str, query: str, is_shared: bool) -> dict[str, Any]:
    """Save one's own view anew. Raises NotThere for somebody else's."""
    with writing() as session:
        view = found(session, SavedView, view_id)
        only_own(view.owner, actor, view_id)
        found(session, SavedView, view_id, version)
        view.name, view.query, view.is_shared, view.saved_at = name, query, is_shared, now()
        note(session, actor, "view changed", view_id)
        session.flush()
    return as_dict(view)


def remove_view(*, actor: str, view_id: str) -> None:
    with writing() as session:
        view = found(session, SavedView, view_id)
        only_own(view.owner, actor, view_id)
        session.delete(view)
        note(session, actor, "view removed", view_id, name=view.name, query=view.query)


def only_own(owner: str, actor: str, key: str) -> None:
    if owner != actor:
        raise NotThere(f"There is no saved view {key!r} of yours.", remedy="Save one of your own.")


def views(person: str) -> list[dict[str, Any]]:
    """One's own views and those that others share, by name."""
    asked = select(SavedView).where(or_(SavedView.owner == person, SavedView.is_shared)).order_by(
        SavedView.name, SavedView.view_id)
    with reading() as session:
        return [as_dict(view) for view in session.scalars(asked)]


def share(*, actor: str, page: str, query: str, lasts: timedelta, markets: list[str],
          venues: list[str]) -> tuple[dict[str, Any], str]:
    """Make a link to a page that others open read-only until it expires; returns its row and the signed text.

    `markets` and `venues` are the scope of who makes it: nobody shows more than they see.
    """
    if not timedelta(0) < lasts <= LONGEST_SHARE:
        raise DeedRefused("A share link lasts between now and 90 days.", remedy="Choose a shorter time.")
    with writing() as session:
        link = ShareLink(page=page, query=query, made_by=actor, markets=markets, venues=venues, made_at=now(),
                         expires_at=now() + lasts)
        session.add(link)
        session.flush()
        note(session, actor, "link shared", link.link_id, page=page, expires_at=link.expires_at)
    return as_dict(link), f"{link.link_id}.{signature(link.link_id, link.expires_at)}"


def opened_link(text: str) -> dict[str, Any]:
    """What a signed link shows. Raises NotThere when it is forged, expired or revoked, without saying which."""
    link_id, _, signed = text.partition(".")
    refused = NotThere("This link shows nothing (any more).", remedy="Ask whoever sent it for a new one.")
    with reading() as session:
        link = session.get(ShareLink, link_id)
        if link is None or not hmac.compare_digest(signature(link_id, link.expires_at).encode(), signed.encode()):
            raise refused
        if link.revoked_at or link.expires_at <= now():
            raise refused
        return as_dict(link)


def revoke_link(*, actor: str, link_id: str) -> None:
    with writing() as session:
        link = found(session, ShareLink, link_id)
        link.revoked_at = link.revoked_at or now()
        note(session, actor, "link revoked", link_id)


def links(person: str | None = None) -> list[dict[str, Any]]:
    """Share links, newest first; of one person, or of all."""
    asked = select(ShareLink).order_by(ShareLink.made_at.desc())
    if person is not None:
        asked = asked.where(ShareLink.made_by == person)
    with reading() as session:
        return [as_dict(link) for link in session.scalars(asked)]


def signature(link_id: str, expires_at: datetime) -> str:
    """HMAC-SHA256 over the id and the end, so neither can be made up; 43 letters."""
    digest = hmac.new(signing_key(settings().data_dir), f"{link_id}|{expires_at.timestamp()}".encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(digest.digest()).decode().rstrip("=")


def signing_key(folder: Path) -> bytes:
    """The store's own random key, made when first needed and readable by its owner alone."""
    path = folder / "desk.key"
    try:
        return path.read_bytes()
    except FileNotFoundError:
        folder.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(f".{secrets.token_hex(4)}.partial")
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(secrets.token_bytes(KEY_BYTES))
    try:
        os.link(partial, path)  # whoever links first has made the key
    except FileExistsError:
        pass
    finally:
        partial.unlink()
    return path.read_bytes()
