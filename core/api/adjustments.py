"""/adjustments: what is settled at the table beside the deal of a show. Money, so for managers."""

from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import Field

from core.access import Action, Grant
from core.api.callers import Permit
from core.api.desk_rows import listed, one
from core.api.forms import Form, Id, Key, Words
from core.api.listing import Wanted, wanted
from core.api.narrowing import concerts_in_scope, require_concert
from core.api.places import require_show
from core.api.problems import documented
from core.desk import adjustments

router = APIRouter(prefix="/v1/adjustments", tags=["settlements"])
SeeMoney = Annotated[Grant, Depends(Permit(Action.see_money))]
Settle = Annotated[Grant, Depends(Permit(Action.settle))]
ASKED = documented(401, 403, 404, 409)


class NewAdjustment(Form):
    concert_id: Key
    label: Annotated[Words, Field(max_length=200)] = Field(examples=["catering buyout"])
    amount: Decimal = Field(max_digits=14, decimal_places=2, description="Above 0 to the artist, below 0 from the artist.")
    passed_on: bool = Field(False, description="It goes to somebody else: the promoter neither gains nor loses.")


@router.get("", responses=ASKED | documented(400, 406), response_class=Response, summary="Adjustments that stand")
def list_adjustments(request: Request, grant: SeeMoney, asked: Annotated[Wanted, Depends(wanted)],
                     concert_id: Annotated[str | None, Query(max_length=200)] = None) -> Response:
    sight = concerts_in_scope(grant) if grant.limited else None
    ids = None if concert_id is None and sight is None else [
        key for key in ([concert_id] if concert_id is not None else sight or []) if sight is None or key in sight]
    return listed(request, grant, adjustments.adjustments(concert_ids=ids), asked)


@router.post("", status_code=201, responses=ASKED, response_class=Response, summary="Put an adjustment on a show's sheet")
def adjust(request: Request, grant: Settle, new: NewAdjustment) -> Response:
    """It is in every figure from the next publish on."""
    require_show(new.concert_id, grant)
    return one(request, adjustments.adjust(actor=grant.actor, **new.model_dump()), 201)


@router.delete("/{adjustment_id}", status_code=204, responses=ASKED, summary="Take an adjustment off the sheet")
def withdraw(grant: Settle, adjustment_id: Id, version: Annotated[int, Query(ge=1)]) -> None:
    require_concert(adjustments.one_adjustment(adjustment_id)["concert_id"], grant)
    adjustments.withdraw(actor=grant.actor, adjustment_id=adjustment_id, version=version)
