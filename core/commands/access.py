"""Who may come in: `access token`, the first one too, and people with their roles. Each deed is in the audit log."""

from datetime import timedelta

import typer

from core.commands.printing import FORMAT, Format, print_rows, say
from core.roles import Role, Scope
from core.settings import settings

ACTOR = "command line"
TOKEN = ("token_id", "name", "owner", "role", "scopes", "issued_at", "expires_at", "last_used_at", "revoked_at")
PERSON = ("email", "role", "personal_data", "markets", "venues", "version")

access = typer.Typer(no_args_is_help=True, help="Who may come in: API tokens, people and their roles.")


@access.command()
def token(name: str = typer.Option(..., "--name", help="What it is for."),
          role: Role = typer.Option(Role.viewer, "--role", help="It may no more than this, nor than its owner."),
          owner: str = typer.Option("", "--owner", help="Address of whose it is; needed where people sign in."),
          scope: list[Scope] = typer.Option([Scope.read], "--scope", help="Repeat it for several."),
          days: int = typer.Option(90, "--days", min=1, max=366, help="Days until it expires.")) -> None:
    """Issue an API token and print it: this once and never again."""
    from core.access import LOCAL, require_owner  # half a second that no other verb should wait for
    from core.desk import tokens

    whose = owner.strip().lower() or LOCAL
    if whose == LOCAL and settings().sign_in:
        raise typer.BadParameter("People sign in here: say whose token it is.", param_hint="--owner")
    require_owner(whose)
    row, text = tokens.issue_token(actor=ACTOR, name=name, owner=whose, role=role, scopes=list(scope),
                                   lasts=timedelta(days=days))
    typer.echo(text)
    say(f"Token {row['token_id']} of {whose} until {row['expires_at']:%Y-%m-%d}. "
        "Send it as `Authorization: Bearer ...`; only a hash of it is kept.")


@access.command("tokens")
def list_tokens(style: Format = FORMAT) -> None:
    """All tokens, newest first: whose, for what, until when, last used."""
    from core.desk import tokens

    print_rows(TOKEN, [[row[name] for name in TOKEN] for row in tokens.tokens()], style)


@access.command()
def revoke(token_id: str) -> None:
    """End a token at once."""
    from core.desk import tokens

    tokens.revoke_token(actor=ACTOR, token_id=token_id)
    say(f"Token {token_id} is good no more.")


@access.command("people")
def list_people(style: Format = FORMAT) -> None:
    """Everybody with a role. MARQUEE_ADMINS are administrators besides."""
    from core.desk import people

    print_rows(PERSON, [[row[name] for name in PERSON] for row in people.people()], style)


@access.command("let-in")
def let_in(email: str, role: Role = typer.Option(..., "--role"),
           personal_data: bool = typer.Option(False, "--personal-data", help="May see personal data."),
           market: list[str] = typer.Option([], "--market", help="Only these markets; all without."),
           venue: list[str] = typer.Option([], "--venue", help="Only these venues; all without.")) -> None:
    """Give somebody a role, or another one."""
    from core.desk import people

    known = people.person(email)
    row = people.let_in(actor=ACTOR, email=email, role=role, version=known["version"] if known else None,
                        personal_data=personal_data, markets=list(market), venues=list(venue))
    say(f"{row['email']} signs in as {row['role']}.")


@access.command("shut-out")
def shut_out(email: str) -> None:
    """Take somebody's role away; their tokens and share links end with it."""
    from core.desk import people

    known = people.person(email)
    people.shut_out(actor=ACTOR, email=email, version=known["version"] if known else 1)
    say(f"{email} may not come in any more.")


def register(app: typer.Typer) -> None:
    app.add_typer(access, name="access")
