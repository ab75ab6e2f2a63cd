"""/holds: the hold ledger."""

from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import Field

from core.access import Action, Grant
from core.api.callers import Permit
from core.api.desk_rows import listed, one
from core.api.forms import Form, Id, Key, Name, Seen, Words
from core.api.listing import Wanted, wanted
from core.api.narrowing import require_venue
from core.api.places import require_in_sight, venue_ids
from core.api.problems import documented
from core.desk import holds

router = APIRouter(prefix="/v1/holds", tags=["holds"])
SeeEvents = Annotated[Grant, Depends(Permit(Action.see_events))]
Hold = Annotated[Grant, Depends(Permit(Action.hold))]
ASKED = documented(401, 403, 404, 409)


class NewHold(Form):
    venue_id: Key
    local_date: date = Field(examples=["2027-03-05"])
    artist: Name | None = Field(None, examples=["Mogwai"])
    words: Words | None = None
    level: int | None = Field(None, ge=1, le=20, description="Refused when it is not the next place.")


class Challenge(Seen):
    hours: int = Field(24, ge=1, le=24 * 30, description="Hours that those above have to answer.")


@router.get("", responses=ASKED | documented(400, 406), response_class=Response, summary="The hold ledger")
def list_holds(request: Request, grant: SeeEvents, asked: Annotated[Wanted, Depends(wanted)],
               date_from: Annotated[date | None, Query(alias="from")] = None,
               date_to: Annotated[date | None, Query(alias="to")] = None,
               ended: Annotated[bool, Query(description="Also those that ended.")] = False) -> Response:
    """By date, venue and place; overdue challenges have taken effect."""
    rows = holds.ledger(venue_ids=venue_ids(grant), date_from=date_from, date_to=date_to, ended=ended)
    return listed(request, grant, rows, asked)


@router.post("", status_code=201, responses=ASKED, response_class=Response, summary="Place a hold")
def place_hold(request: Request, grant: Hold, new: NewHold) -> Response:
    """Takes the last place in the line for that date."""
    require_venue(new.venue_id, grant)
    hold = holds.place_hold(actor=grant.actor, venue_id=new.venue_id, local_date=new.local_date, artist=new.artist,
                            words=new.words or "", level=new.level)
    return one(request, hold, 201)


@router.get("/fill-rate", responses=ASKED, response_class=Response, summary="How many challenged holds were confirmed")
def fill_rate(request: Request, grant: SeeEvents) -> Response:
    return one(request, holds.fill_rate())


@router.get("/{hold_id}", responses=ASKED, response_class=Response, summary="One hold")
def one_hold(request: Request, grant: SeeEvents, hold_id: Id) -> Response:
    return one(request, in_sight(hold_id, grant))


@router.get("/{hold_id}/history", responses=ASKED | documented(400, 406), response_class=Response,
            summary="What happened to a hold")
def history(request: Request, grant: SeeEvents, hold_id: Id, asked: Annotated[Wanted, Depends(wanted)]) -> Response:
    in_sight(hold_id, grant)
    return listed(request, grant, holds.history(hold_id), asked)


@router.post("/{hold_id}/challenge", responses=ASKED, response_class=Response, summary="Challenge the holds above")
def challenge(request: Request, grant: Hold, hold_id: Id, asked: Challenge) -> Response:
    """They confirm or lose their place by the deadline. Answers with the hold as it stands then."""
    in_sight(hold_id, grant)
    holds.challenge(actor=grant.actor, hold_id=hold_id, version=asked.version, within=timedelta(hours=asked.hours))
    return one(request, holds.one_hold(hold_id))


@router.post("/{hold_id}/confirm", responses=ASKED, response_class=Response, summary="Confirm a first hold")
def confirm(request: Request, grant: Hold, hold_id: Id, asked: Seen) -> Response:
    in_sight(hold_id, grant)
    return one(request, holds.confirm(actor=grant.actor, hold_id=hold_id, version=asked.version))


@router.post("/{hold_id}/release", responses=ASKED, response_class=Response, summary="Give up a place")
def release(request: Request, grant: Hold, hold_id: Id, asked: Seen) -> Response:
    """Everybody below moves up by one."""
    in_sight(hold_id, grant)
    return one(request, holds.release(actor=grant.actor, hold_id=hold_id, version=asked.version))


def in_sight(hold_id: str, grant: Grant) -> dict:
    hold = holds.one_hold(hold_id)
    require_in_sight(hold["venue_id"], grant)
    return hold
