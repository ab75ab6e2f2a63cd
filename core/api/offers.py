"""/offers: the decision log. Money, so for managers."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

import pandas as pd
from fastapi import APIRouter, Depends, Request, Response
from pydantic import Field

from core import concerts, radius, results
from core.access import Action, Grant
from core.api.asking import exact
from core.api.callers import Permit
from core.api.desk_rows import listed, one
from core.api.forms import Form, Id, Key, Name, Seen
from core.api.listing import Wanted, wanted
from core.api.narrowing import require_venue
from core.api.places import require_in_sight, require_show, venue_ids
from core.api.problems import documented
from core.desk import offers
from core.desk.errors import DeedRefused
from core.filters import Filters
from core.warehouse.snapshot import current

router = APIRouter(prefix="/v1/offers", tags=["offers"])
SeeMoney = Annotated[Grant, Depends(Permit(Action.see_money))]
Offer = Annotated[Grant, Depends(Permit(Action.offer))]
ASKED = documented(401, 403, 404, 409)
Money = Annotated[Decimal, Field(ge=0, max_digits=18, decimal_places=2)]
Share = Annotated[Decimal, Field(ge=0, le=1, max_digits=9, decimal_places=6)]
FORESEEN = ("as_of", "days_out", "tickets_sold", "sellable", "p10", "p50", "p90", "sell_out_probability",
            "n_comparables", "declined_reason")


class Deal(Form):
    """What is offered; shares are fractions."""

    deal_type: Literal["flat", "door", "plus", "versus"]
    guarantee: Money | None = None
    pct: Share | None = None
    basis: Literal["net", "gross"] | None = None
    promoter_profit_pct: Share | None = None
    deposit: Money | None = None
    radius_miles: float | None = Field(None, ge=0, le=10_000)
    radius_days_before: int | None = Field(None, ge=0, le=3650)
    radius_days_after: int | None = Field(None, ge=0, le=3650)


class NewOffer(Form):
    """With `concert_id` the published forecast and comparables are kept with it, as they stand now."""

    concert_id: Key | None = None
    artist: Name
    venue_id: Key
    local_date: date = Field(examples=["2027-03-05"])
    currency: str = Field(pattern="^[A-Z]{3}$", examples=["GBP"])
    deal: Deal
    accept_conflicts: bool = Field(False, description="Save in spite of radius conflicts; they are kept with the offer.")
    assumptions: dict[str, str | int | float | bool | None] = Field({}, examples=[{"price": "22.50"}])


class NextState(Seen):
    state: Literal["sent", "accepted", "declined", "withdrawn"]


@router.get("", responses=ASKED | documented(400, 406), response_class=Response, summary="The decision log")
def list_offers(request: Request, grant: SeeMoney, asked: Annotated[Wanted, Depends(wanted)]) -> Response:
    """Newest first, with what each was based on and its score."""
    return listed(request, grant, offers.offers(venue_ids=venue_ids(grant)), asked)


@router.post("", status_code=201, responses=ASKED, response_class=Response, summary="Save an offer")
def save_offer(request: Request, grant: Offer, new: NewOffer) -> Response:
    """Radius conflicts are asked about first: with any the offer is refused until `accept_conflicts` is true.

    See /venues/{venue_id}/radius-check. For a show of ours (`concert_id`) only shows of others conflict.
    """
    require_venue(new.venue_id, grant)
    seen = radius.require_clear(radius_conflicts(new), new.accept_conflicts)
    saved = offers.save_offer(
        actor=grant.actor, artist=new.artist, venue_id=new.venue_id, local_date=new.local_date, currency=new.currency,
        deal=new.deal.model_dump(), concert_id=new.concert_id,
        assumptions=new.assumptions | ({"radius_conflicts": seen} if seen else {}),
        snapshot=current().number, **foreseen(new.concert_id, grant))
    return one(request, saved, 201)


@router.get("/{offer_id}", responses=ASKED, response_class=Response, summary="One offer")
def one_offer(request: Request, grant: SeeMoney, offer_id: Id) -> Response:
    return one(request, in_sight(offer_id, grant))


@router.post("/{offer_id}/state", responses=ASKED, response_class=Response, summary="Send, accept, decline, withdraw")
def move_offer(request: Request, grant: Offer, offer_id: Id, asked: NextState) -> Response:
    in_sight(offer_id, grant)
    return one(request, offers.move_offer(actor=grant.actor, offer_id=offer_id, **asked.model_dump()))


@router.post("/{offer_id}/score", responses=ASKED, response_class=Response, summary="Score an offer after settlement")
def score_offer(request: Request, grant: Offer, offer_id: Id, asked: Seen) -> Response:
    """Compares what was foreseen with the show's published settlement."""
    offer = in_sight(offer_id, grant)
    show = require_show(offer["concert_id"], grant) if offer["concert_id"] else {}
    if show.get("settlement_status") != "settled":
        raise DeedRefused("The show of this offer is not settled.", remedy="Score it when it is.")
    done = offers.score_offer(actor=grant.actor, offer_id=offer_id, version=asked.version,
                              tickets_sold=int(show["tickets_sold"]), promoter_result=show["promoter_result"])
    return one(request, done)


def radius_conflicts(new: NewOffer) -> pd.DataFrame:
    found = radius.conflicts(artist=new.artist, venue_id=new.venue_id, day=new.local_date, radius_miles=new.deal.radius_miles,
                             days_before=new.deal.radius_days_before or 0, days_after=new.deal.radius_days_after or 0)
    return found[~found["is_ours"].astype(bool)] if new.concert_id else found


def foreseen(concert_id: str | None, grant: Grant) -> dict[str, Any]:
    """The published forecast and comparables of a show; nothing without a show or a forecast."""
    if concert_id is None:
        return {"forecast": {}, "comparables": []}
    show = require_show(concert_id, grant)
    published = exact(results.forecasts)(filters=Filters(date_from=show["local_date"], date_to=show["local_date"]))
    forecast = [row for row in published.to_pylist() if row["concert_id"] == concert_id]
    return {"forecast": {name: forecast[0][name] for name in FORESEEN} if forecast else {},
            "comparables": exact(concerts.comparables)(concert_id=concert_id).to_pylist()}


def in_sight(offer_id: str, grant: Grant) -> dict[str, Any]:
    offer = offers.one_offer(offer_id)
    require_in_sight(offer["venue_id"], grant)
    return offer
