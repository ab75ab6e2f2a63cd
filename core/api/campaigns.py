"""/marketing: what marketing plans at the desk: budgets, links, promo codes, announcements."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, NamedTuple

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import Field

from core import promotions
from core.access import Action, Grant
from core.api.callers import Permit
from core.api.desk_rows import listed, one
from core.api.forms import Form, Id, Key, Name, Version, Words
from core.api.listing import Wanted, wanted
from core.api.narrowing import concerts_in_scope, require_concert
from core.api.places import require_show
from core.api.problems import documented
from core.desk import campaigns
from core.desk.errors import NotThere
from core.desk.models import Announcement, CampaignBudget, CampaignLink, Row
from core.exports.qr import qr_code

router = APIRouter(prefix="/v1/marketing", tags=["marketing"])
See = Annotated[Grant, Depends(Permit(Action.see_marketing))]
Plan = Annotated[Grant, Depends(Permit(Action.plan_marketing))]
Asked = Annotated[Wanted, Depends(wanted)]
Seen = Annotated[int, Query(ge=1, description="The version that was looked at.")]
ASKED = documented(401, 403, 404, 409)
LISTED = documented(401, 403, 400, 406)
SVG: dict[int | str, dict[str, Any]] = {200: {"content": {"image/svg+xml": {"schema": {"type": "string"}}}}}


class Budget(Form):
    concert_id: Key | None = Field(None, description="Null: for the whole season.")
    channel: Key = Field(examples=["meta"])
    campaign: Name | None = None
    currency: str = Field(pattern="^[A-Z]{3}$", examples=["GBP"])
    amount: Decimal = Field(ge=0, max_digits=15, decimal_places=2, examples=["250.00"])
    objective: str = Field("", max_length=200)
    starts_on: date | None = None
    ends_on: date | None = None


class SeenBudget(Budget):
    version: Version


class PromoCode(Form):
    concert_id: Key | None = None
    channel: Key | None = Field(None, description="A sale with the code and no channel is credited to it.")
    partner: str = Field("", max_length=200)
    takes_off: str = Field("", max_length=100, examples=["10 %"])
    starts_on: date | None = None
    ends_on: date | None = None
    most_redemptions: int | None = Field(None, ge=1, le=10**7)
    version: Version | None = Field(None, description="The version that was looked at; null for a new code.")


class NewAnnouncement(Form):
    concert_id: Key
    goes_out_on: date
    channel: Key = Field(examples=["email"])
    words: Words = Field(examples=["On sale on Friday at ten"])
    state: Literal["planned", "out", "dropped"] = "planned"


class SeenAnnouncement(NewAnnouncement):
    version: Version


class NewLink(Form):
    url: str = Field(max_length=2000, examples=["https://tickets.example/show"])
    source: Key = Field(examples=["newsletter"])
    medium: Literal["paid-social", "cpc", "email", "sms", "affiliate", "referral", "organic-social", "display", "qr", "print"]
    concert_id: Key | None = None
    campaign: Name | None = Field(None, description="Made from the show and the push where it is null.")
    push: Literal["announce", "presale", "onsale", "boost", "final"] = "onsale"
    term: str = Field("", max_length=100)
    content: str = Field("", max_length=100)


def in_scope(rows: list[dict], grant: Grant) -> list[dict]:
    """Rows of shows in sight, and of no show."""
    ours = concerts_in_scope(grant) if grant.limited else None
    return [row for row in rows if ours is None or row["concert_id"] is None or row["concert_id"] in ours]


def required(concert_id: str | None, grant: Grant) -> None:
    """The show exists and is in sight; a row of no show is for who sees all."""
    if concert_id is not None:
        require_show(concert_id, grant)
    elif grant.limited:
        raise NotThere("Your access covers single shows only.", remedy="Name a concert_id.")


def row_in_sight(row: dict, grant: Grant) -> None:
    if row["concert_id"] is not None:
        require_concert(row["concert_id"], grant)
    elif grant.limited:
        raise NotThere("There is no such row.", remedy="See the list.")


class Saving(NamedTuple):
    """A table whose rows are made and changed by one deed, and the name of their id."""

    kind: type[Row]
    deed: Callable[..., dict[str, Any]]
    key: str


BUDGET = Saving(CampaignBudget, campaigns.set_budget, "budget_id")
ANNOUNCEMENT = Saving(Announcement, campaigns.plan_announcement, "announcement_id")


def saved(request: Request, grant: Grant, saving: Saving, new: Budget | NewAnnouncement, row_id: str | None = None) -> Response:
    """A new row, or with `row_id` another text of one in sight; the show it is about is in sight as well."""
    if row_id is not None:
        row_in_sight(campaigns.one(saving.kind, row_id), grant)
    required(new.concert_id, grant)
    row = saving.deed(actor=grant.actor, **{saving.key: row_id, "version": None} | new.model_dump())
    return one(request, row, 201 if row_id is None else 200)


@router.get("/budgets", responses=LISTED, response_class=Response, summary="Budgets of campaigns")
def list_budgets(request: Request, grant: See, asked: Asked) -> Response:
    return listed(request, grant, in_scope(campaigns.budgets(), grant), asked)


@router.post("/budgets", status_code=201, responses=ASKED, response_class=Response, summary="Set a budget")
def new_budget(request: Request, grant: Plan, new: Budget) -> Response:
    return saved(request, grant, BUDGET, new)


@router.put("/budgets/{budget_id}", responses=ASKED, response_class=Response, summary="Change a budget")
def change_budget(request: Request, grant: Plan, budget_id: Id, new: SeenBudget) -> Response:
    return saved(request, grant, BUDGET, new, budget_id)


@router.delete("/budgets/{budget_id}", status_code=204, responses=ASKED, summary="Take a budget out")
def remove_budget(grant: Plan, budget_id: Id, version: Seen) -> None:
    row_in_sight(campaigns.one(CampaignBudget, budget_id), grant)
    campaigns.remove_budget(actor=grant.actor, budget_id=budget_id, version=version)


@router.get("/promo-code-terms", responses=LISTED, response_class=Response, summary="What promo codes are for")
def list_promo_codes(request: Request, grant: See, asked: Asked) -> Response:
    return listed(request, grant, in_scope(campaigns.promo_codes(), grant), asked)


@router.put("/promo-code-terms/{code}", responses=ASKED, response_class=Response, summary="Say what a code is for")
def set_promo_code(request: Request, grant: Plan, code: Id, new: PromoCode) -> Response:
    required(new.concert_id, grant)
    return one(request, campaigns.set_promo_code(actor=grant.actor, code=code, **new.model_dump()))


@router.delete("/promo-code-terms/{code}", status_code=204, responses=ASKED, summary="Take a code out")
def remove_promo_code(grant: Plan, code: Id, version: Seen) -> None:
    if code.strip().upper() not in [row["code"] for row in in_scope(campaigns.promo_codes(), grant)]:
        raise NotThere(f"There is no promo code {code!r}.", remedy="See the list.")
    campaigns.remove_promo_code(actor=grant.actor, code=code, version=version)


@router.get("/announcements", responses=LISTED, response_class=Response, summary="What is planned to go out")
def list_announcements(request: Request, grant: See, asked: Asked) -> Response:
    return listed(request, grant, in_scope(campaigns.announcements(), grant), asked)


@router.post("/announcements", status_code=201, responses=ASKED, response_class=Response, summary="Plan an announcement")
def new_announcement(request: Request, grant: Plan, new: NewAnnouncement) -> Response:
    return saved(request, grant, ANNOUNCEMENT, new)


@router.put("/announcements/{announcement_id}", responses=ASKED, response_class=Response, summary="Move an announcement")
def change_announcement(request: Request, grant: Plan, announcement_id: Id, new: SeenAnnouncement) -> Response:
    return saved(request, grant, ANNOUNCEMENT, new, announcement_id)


@router.delete("/announcements/{announcement_id}", status_code=204, responses=ASKED, summary="Drop an announcement")
def remove_announcement(grant: Plan, announcement_id: Id, version: Seen) -> None:
    row_in_sight(campaigns.one(Announcement, announcement_id), grant)
    campaigns.remove_announcement(actor=grant.actor, announcement_id=announcement_id, version=version)


@router.get("/links", responses=LISTED, response_class=Response, summary="Tagged links")
def list_links(request: Request, grant: See, asked: Asked) -> Response:
    return listed(request, grant, in_scope(campaigns.links(), grant), asked)


@router.post("/links", status_code=201, responses=ASKED, response_class=Response, summary="Make a tagged link")
def new_link(request: Request, grant: Plan, new: NewLink) -> Response:
    """UTM tags by the house's naming rules; the campaign is made from the show unless it is given."""
    required(new.concert_id, grant)
    campaign = new.campaign
    if campaign is None:
        if new.concert_id is None:
            raise NotThere("A campaign's name is made from a show.", remedy="Give concert_id or campaign.")
        campaign = promotions.campaign_name(require_show(new.concert_id, grant), new.push)
    link = promotions.tagged(url=new.url, source=new.source, medium=new.medium, campaign=campaign, term=new.term,
                             content=new.content)
    return one(request, campaigns.keep_link(actor=grant.actor, concert_id=new.concert_id, **link._asdict()), 201)


@router.get("/links/{campaign_link_id}/qr", responses=ASKED | SVG, response_class=Response, summary="A link as QR code")
def qr(grant: See, campaign_link_id: Id) -> Response:
    row = campaigns.one(CampaignLink, campaign_link_id)
    row_in_sight(row, grant)
    return Response(qr_code(row["url"]), media_type="image/svg+xml")


@router.delete("/links/{campaign_link_id}", status_code=204, responses=ASKED, summary="Take a link out")
def remove_link(grant: Plan, campaign_link_id: Id) -> None:
    row_in_sight(campaigns.one(CampaignLink, campaign_link_id), grant)
    campaigns.remove_link(actor=grant.actor, campaign_link_id=campaign_link_id)
