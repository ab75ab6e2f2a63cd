"""`python -m core access`: the first token, and people let in and shut out from the command line."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from core.__main__ import app
from core.access import Action, grant_shown, token_grant
from core.desk import audit, store
from core.settings import settings


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("MARQUEE_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("MARQUEE_SIGN_IN_FILE", str(tmp_path / "secrets.toml"))
    settings.cache_clear()
    yield tmp_path
    store.opened().dispose()
    store.open_at.cache_clear()
    settings.cache_clear()


def run(*words: str) -> Result:
    return CliRunner().invoke(app, ["access", *words])


def test_the_first_token_opens_what_it_says_and_is_kept_as_a_hash(desk: Path) -> None:
    made = run("token", "--name", "nightly", "--role", "manager", "--scope", "read", "--days", "3")
    assert made.exit_code == 0, made.output
    text = made.stdout.strip()
    grant = token_grant(text)
    assert grant is not None
    assert (grant.may(Action.see_money), grant.may(Action.hold), grant.may(Action.manage_access)) == (True, False, False)
    listed = run("tokens", "--format", "json").stdout
    [row] = json.loads(listed)
    assert (row["name"], row["role"], row["scopes"], row["last_used_at"] is None) == ("nightly", "manager", ["read"], False)
    secret = text.split("_", 2)[2]
    assert secret not in listed
    assert not [file for file in desk.rglob("*") if file.is_file() and secret.encode() in file.read_bytes()]
    assert run("revoke", row["token_id"]).exit_code == 0
    assert token_grant(text) is None


def test_people_are_let_in_moved_and_shut_out_and_their_tokens_with_them(desk: Path) -> None:
    assert run("let-in", "Ann@Example.org", "--role", "viewer", "--market", "Leeds").exit_code == 0
    assert run("let-in", "ann@example.org", "--role", "manager").exit_code == 0
    [person] = json.loads(run("people", "--format", "json").stdout)
    assert (person["email"], person["role"], person["markets"], person["version"]) == ("ann@example.org", "manager", [], 2)
    text = run("token", "--name", "hers", "--role", "admin", "--owner", "ann@example.org").stdout.strip()
    assert token_grant(text)
    assert run("shut-out", "ann@example.org").exit_code == 0
    assert token_grant(text) is None, "a token ends with its owner"
    assert [entry["action"] for entry in audit.entries()] == [
        "person let in", "person let in", "token issued", "person shut out"]
    assert {entry["actor"] for entry in audit.entries()} == {"command line"}


def test_a_token_shown_again_opens_without_a_query_until_anything_is_written(desk: Path) -> None:
    text = run("token", "--name", "busy", "--role", "viewer").stdout.strip()
    assert grant_shown(text) is None, "nobody looked it up yet"
    first = token_grant(text)
    assert grant_shown(text) is None, "its use was noted, so it is looked up once more"
    assert token_grant(text) == first
    assert grant_shown(text) == first
    assert grant_shown(text + "x") is None
    run("revoke", text.split("_")[1])
    assert grant_shown(text) is None


def test_a_token_needs_an_owner_who_may_come_in(desk: Path) -> None:
    assert "no role" in str(run("token", "--name", "x", "--owner", "nobody@example.org").exception)
    (desk / "secrets.toml").write_text('[auth]\nredirect_uri = "http://127.0.0.1/oauth2callback"\n')
    assert run("token", "--name", "x").exit_code == 2, "where people sign in, this machine is nobody"
