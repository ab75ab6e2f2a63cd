"""API tokens: what a program shows to be let in. Shown once when issued; only a hash is kept."""

import hashlib
import hmac
import secrets
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from core.desk.audit import note
from core.desk.errors import DeedRefused
from core.desk.models import Token
from core.desk.store import as_dict, found, now, reading, writing

PREFIX = "mq"
LONGEST = timedelta(days=366)
USE_NOTED_EVERY = timedelta(minutes=1)


def issue_token(*, actor: str, name: str, owner: str, role: str, scopes: list[str], lasts: timedelta,
                markets: list[str] | None = None, venues: list[str] | None = None) -> tuple[dict[str, Any], str]:
    """Make a token for `owner`; returns its row without the hash, and the text `mq_<id>_<secret>` to be shown once.

    A plain SHA-256 keeps 256 random bits safe; a slow hash is for what people think up.
    """
    if not timedelta(0) < lasts <= LONGEST:
        raise DeedRefused("A token lasts between now and a year.", remedy="Choose a shorter time.")
    token_id, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
    with writing() as session:
        token = Token(token_id=token_id, secret_hash=hashed(secret), name=name, owner=owner, role=role,
                      scopes=sorted(set(scopes)), markets=markets or [], venues=venues or [], issued_at=now(),
                      expires_at=now() + lasts)
        session.add(token)
        note(session, actor, "token issued", token_id, owner=owner, role=role, scopes=token.scopes)
        session.flush()
    return shown(token), f"{PREFIX}_{token_id}_{secret}"


def token_of(text: str) -> dict[str, Any] | None:
    """The row of a token that is good now, or None. Takes the same time whatever is wrong with it."""
    prefix, _, rest = text.partition("_")
    token_id, _, secret = rest.partition("_")
    with reading() as session:
        token = session.get(Token, token_id)
        expected = token.secret_hash if token else hashed("")
        if not hmac.compare_digest(hashed(secret), expected) or token is None or prefix != PREFIX:
            return None
        if token.revoked_at or token.expires_at <= now():
            return None
        return shown(token)


def note_use(row: dict[str, Any]) -> None:
    """Keep when the token was last used, once a minute at most: reading need not write."""
    if row["last_used_at"] and now() - row["last_used_at"] < USE_NOTED_EVERY:
        return
    with writing() as session:
        found(session, Token, row["token_id"]).last_used_at = now()


def revoke_token(*, actor: str, token_id: str) -> dict[str, Any]:
    """End a token at once; twice is once."""
    with writing() as session:
        token = found(session, Token, token_id)
        token.revoked_at = token.revoked_at or now()
        note(session, actor, "token revoked", token_id)
        session.flush()
    return shown(token)


def tokens() -> list[dict[str, Any]]:
    """All tokens, newest first, without their hashes."""
    with reading() as session:
        return [shown(token) for token in session.scalars(select(Token).order_by(Token.issued_at.desc()))]


def shown(token: Token) -> dict[str, Any]:
    row = as_dict(token)
    del row["secret_hash"]
    return row


def hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
