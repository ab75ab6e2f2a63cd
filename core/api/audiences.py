"""/marketing/audiences: named rules, whom they find, the file for an ad platform, and whom nobody may address."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import Field

from core import audiences
from core.access import Action, Forbidden, Grant
from core.api.callers import Permit
from core.api.desk_rows import listed, one
from core.api.forms import Form, Id, Key, Version
from core.api.listing import Wanted, wanted
from core.api.problems import documented
from core.desk import audiences as rules
from core.filters import Filters

router = APIRouter(prefix="/v1/marketing", tags=["marketing"])
See = Annotated[Grant, Depends(Permit(Action.see_marketing))]
Plan = Annotated[Grant, Depends(Permit(Action.plan_marketing))]
Personal = Annotated[Grant, Depends(Permit(Action.see_personal_data))]
Export = Annotated[Grant, Depends(Permit(Action.export))]
Asked = Annotated[Wanted, Depends(wanted)]
ASKED = documented(401, 403, 404, 409)
Score = Annotated[list[Annotated[int, Field(ge=1, le=5)]], Field(min_length=2, max_length=2, examples=[[4, 5]])]
Segment = Literal["New", "Once Before", "Convertee", "Active", "Super Active", "Stale", "Lapsed"]


class RuleText(Form):
    r: Score | None = Field(None, description="Recency, lowest and highest score.")
    f: Score | None = Field(None, description="Frequency.")
    m: Score | None = Field(None, description="Money.")
    segments: list[Segment] = Field([], max_length=7)
    markets: list[Key] = Field([], max_length=200)


class Rule(Form):
    name: Key = Field(examples=["Champions of Leeds"])
    position: int = Field(0, ge=0, le=999, description="Rules are tried in this order.")
    rule: RuleText


class SeenRule(Rule):
    version: Version


class Suppression(Form):
    digests: list[Annotated[str, Field(pattern="^[0-9a-fA-F]{64}$")]] = Field([], max_length=10_000)
    emails: list[Annotated[str, Field(max_length=320)]] = Field([], max_length=10_000,
                                                                  description="Kept as digests only.")
    reason: str = Field("", max_length=200)


def covered(grant: Grant) -> None:
    """Buyers are known by market, not by venue."""
    if not grant.covers(audiences.cells):
        raise Forbidden("Audiences are about more than your access covers.", remedy="Ask for access by market.")


@router.get("/audiences", responses=ASKED | documented(400, 406), response_class=Response, summary="Audiences by rule")
def list_rules(request: Request, grant: See, asked: Asked) -> Response:
    """Each named rule with how many buyers it finds now, and how many of them may be addressed."""
    covered(grant)
    return listed(request, grant, audiences.rule_counts(filters=grant.narrowed(Filters())).to_dict("records"), asked)  # type: ignore[arg-type]


@router.post("/audiences", status_code=201, responses=ASKED, response_class=Response, summary="Make a rule")
def new_rule(request: Request, grant: Plan, new: Rule) -> Response:
    return one(request, rules.set_rule(actor=grant.actor, rule_id=None, version=None, **text_of(new)), 201)


@router.put("/audiences/{rule_id}", responses=ASKED, response_class=Response, summary="Change a rule")
def change_rule(request: Request, grant: Plan, rule_id: Id, new: SeenRule) -> Response:
    return one(request, rules.set_rule(actor=grant.actor, rule_id=rule_id, version=new.version, **text_of(new)))


@router.delete("/audiences/{rule_id}", status_code=204, responses=ASKED, summary="Take a rule out")
def remove_rule(grant: Plan, rule_id: Id, version: Annotated[int, Query(ge=1)]) -> None:
    rules.remove_rule(actor=grant.actor, rule_id=rule_id, version=version)


@router.get("/audiences/{rule_id}/people", responses=ASKED | documented(400, 406), response_class=Response,
            summary="A file for an ad platform")
def export(request: Request, grant: Personal, may: Export, rule_id: Id, asked: Asked) -> Response:
    """SHA-256 of normalised e-mail addresses of those who agreed and are not suppressed, never fewer than 50."""
    covered(grant)
    found = audiences.export(actor=grant.actor, rule_id=rule_id, markets=grant.markets)
    return listed(request, grant, found.rows.to_dict("records"), asked)  # type: ignore[arg-type]


@router.post("/suppressions", status_code=201, responses=ASKED, response_class=Response, summary="Never address these")
def suppress(request: Request, grant: Plan, new: Suppression) -> Response:
    digests = [*new.digests, *(audiences.digest(email) for email in new.emails)]
    return one(request, {"added": rules.suppress(actor=grant.actor, digests=digests, reason=new.reason)}, 201)


@router.delete("/suppressions/{digest}", status_code=204, responses=ASKED, summary="Address them again")
def unsuppress(grant: Plan, digest: Id) -> None:
    rules.unsuppress(actor=grant.actor, digest=digest)


def text_of(new: Rule) -> dict:
    return {"name": new.name, "position": new.position, "rule": new.rule.model_dump(exclude_none=True, exclude_defaults=True)}
