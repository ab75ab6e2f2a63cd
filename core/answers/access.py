"""What the Access page says: who may come in, by what, and what was done."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pandas as pd

from core import words

LOG = ("at", "actor", "action", "subject", "detail", "address")
SOON, RECENT = timedelta(days=14), timedelta(days=7)
Rows = Sequence[dict[str, Any]]


def good(rows: Rows, now: datetime) -> list[dict[str, Any]]:
    """Tokens or share links that are neither revoked nor expired."""
    return [row for row in rows if not row["revoked_at"] and row["expires_at"] > now]


def answer(people: Rows, admins: int, tokens: Rows, *, signs_in: bool) -> str:
    """Who may come in; `tokens` are the good ones, `admins` those that the settings name."""
    programs = f"{words.things(len(tokens), 'token')} in use by programs"
    if not signs_in:
        return f"Only this machine is answered: sign-in is not configured; {programs}."
    return f"{words.things(len(people) + admins, 'person', 'people')} may sign in; {programs}."


def totals(people: Rows, admins: int, tokens: Rows, links: Rows, log: Rows, now: datetime) -> dict[str, str]:
    recent = [entry for entry in log if entry["at"] > now - RECENT]
    ending = [token for token in tokens if token["expires_at"] < now + SOON]
    refused = [entry for entry in recent if entry["action"] == "sign-in refused"]
    makers = {link["made_by"] for link in links}
    return {"people": words.count(len(people)), "admins": words.things(admins, "administrator"),
            "tokens": words.count(len(tokens)), "ending": words.count(len(ending)),
            "links": words.count(len(links)), "makers": words.things(len(makers), "person", "people"),
            "deeds": words.count(len(recent)), "refused": words.count(len(refused))}


def log_frame(log: Rows) -> pd.DataFrame:
    """Columns: at (UTC), actor, action, subject, detail ("name: value, ..."), address."""
    frame = pd.DataFrame([{name: entry[name] for name in LOG} for entry in log], columns=list(LOG))
    return frame.assign(at=pd.to_datetime(frame["at"], utc=True).dt.tz_localize(None),
                        detail=[detail_words(detail) for detail in frame["detail"]])


def detail_words(detail: dict[str, Any]) -> str:
    return ", ".join(f"{name}: {value}" for name, value in detail.items() if value not in (None, "", [], {}))


def people_frame(people: Rows) -> pd.DataFrame:
    """Columns: email, role, personal_data (yes or missing), sight (markets and venues in words)."""
    return pd.DataFrame([{"email": person["email"], "role": person["role"],
                          "personal_data": "yes" if person["personal_data"] else None,
                          "sight": sight(person["markets"], person["venues"])} for person in people],
                        columns=["email", "role", "personal_data", "sight"])


def sight(markets: Sequence[str], venues: Sequence[str]) -> str:
    return ", ".join([*markets, *venues]) or "all"


def token_frame(tokens: Rows) -> pd.DataFrame:
    """Columns: name, owner, role, scopes, expires_at, last_used_at (UTC)."""
    names = ["name", "owner", "role", "scopes", "expires_at", "last_used_at"]
    frame = pd.DataFrame([{name: token[name] for name in names} for token in tokens], columns=names)
    instants = {name: pd.to_datetime(frame[name], utc=True).dt.tz_localize(None) for name in names[-2:]}
    return frame.assign(scopes=[", ".join(scopes) for scopes in frame["scopes"]], **instants)


def link_words(link: dict[str, Any]) -> str:
    return f"{link['page'].capitalize()}, {link['query'] or 'no filter'}, by {link['made_by']}"


def token_words(token: dict[str, Any]) -> str:
    return f"{token['name']} of {token['owner']} ({token['token_id']})"
