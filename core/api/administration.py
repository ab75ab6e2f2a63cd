"""/me, /tokens, /people, /audit: who is who, what they may do, and what they did."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from pydantic import Field

from core.access import Action, Grant, Role, Scope, require_owner
from core.api.callers import Caller, Permit
from core.api.desk_rows import listed, one
from core.api.forms import Form, Id, Key, Version
from core.api.listing import MOST_ROWS, Wanted, wanted
from core.api.problems import documented
from core.desk import audit, people, tokens

router = APIRouter(prefix="/v1", tags=["administration"])
ManageAccess = Annotated[Grant, Depends(Permit(Action.manage_access))]
SeeAudit = Annotated[Grant, Depends(Permit(Action.see_audit))]
ASKED = documented(401, 403, 404, 409)
Email = Annotated[str, Path(pattern=r"^[^@\s]{1,64}@[^@\s]{1,250}$", examples=["ann@example.org"])]


class NewToken(Form):
    name: Key = Field(examples=["nightly report"])
    owner: Annotated[str, Field(max_length=320)] | None = Field(None, description="Whose token it is; you unless told.")
    role: Role
    scopes: list[Scope] = Field([Scope.read], min_length=1)
    days: int = Field(90, ge=1, le=366)
    markets: list[Key] = Field([], max_length=200)
    venues: list[Key] = Field([], max_length=200)


class Membership(Form):
    role: Role
    personal_data: bool = False
    markets: list[Key] = Field([], max_length=200)
    venues: list[Key] = Field([], max_length=200)
    version: Version | None = Field(None, description="The version that was looked at; null for somebody new.")


@router.get("/me", responses=ASKED, response_class=Response, summary="Who am I, and what may I do?")
def me(request: Request, grant: Caller) -> Response:
    return one(request, {"actor": grant.actor, "roles": sorted(set(grant.roles)), "scopes": sorted(grant.scopes),
                         "markets": grant.markets, "venues": grant.venues,
                         "actions": [action for action in Action if grant.may(action)]})


@router.get("/tokens", responses=ASKED | documented(400, 406), response_class=Response, summary="All tokens")
def list_tokens(request: Request, grant: ManageAccess, asked: Annotated[Wanted, Depends(wanted)]) -> Response:
    return listed(request, grant, tokens.tokens(), asked)


@router.post("/tokens", status_code=201, responses=ASKED, response_class=Response, summary="Issue a token")
def issue_token(request: Request, grant: ManageAccess, new: NewToken) -> Response:
    """Answers with `token`, which is shown this once and never again."""
    owner = new.owner or grant.actor
    require_owner(owner)
    row, text = tokens.issue_token(
        actor=grant.actor, name=new.name, owner=owner, role=new.role,
        scopes=list(new.scopes), lasts=timedelta(days=new.days), markets=new.markets, venues=new.venues)
    return one(request, row | {"token": text}, 201)


@router.delete("/tokens/{token_id}", status_code=204, responses=ASKED, summary="Revoke a token")
def revoke_token(grant: ManageAccess, token_id: Id) -> None:
    tokens.revoke_token(actor=grant.actor, token_id=token_id)


@router.get("/people", responses=ASKED | documented(400, 406), response_class=Response, summary="Who may sign in")
def list_people(request: Request, grant: ManageAccess, asked: Annotated[Wanted, Depends(wanted)]) -> Response:
    return listed(request, grant, people.people(), asked)


@router.put("/people/{email}", responses=ASKED, response_class=Response, summary="Give somebody a role")
def let_in(request: Request, grant: ManageAccess, email: Email, new: Membership) -> Response:
    return one(request, people.let_in(actor=grant.actor, email=email, **new.model_dump()))


@router.delete("/people/{email}", status_code=204, responses=ASKED, summary="Take somebody's role away")
def shut_out(grant: ManageAccess, email: Email, version: Annotated[int, Query(ge=1)]) -> None:
    """Their tokens end with it."""
    people.shut_out(actor=grant.actor, email=email, version=version)


@router.get("/audit", responses=ASKED | documented(400, 406), response_class=Response, summary="Who did what")
def read_audit(request: Request, grant: SeeAudit, asked: Annotated[Wanted, Depends(wanted)],
               after: Annotated[int, Query(ge=0, description="Only lines after this entry_id.")] = 0) -> Response:
    """The append-only log, oldest first; JSON looks at 10,000 lines after `after`, a file has all of them."""
    wants_file = "json" not in request.headers.get("accept", "json") and "*" not in request.headers.get("accept", "*")
    rows = list(audit.every_entry()) if wants_file else audit.entries(after=after, limit=MOST_ROWS)
    return listed(request, grant, rows, asked)


