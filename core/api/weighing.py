"""/concerts/{concert_id}/what-if: the forecast through every kind of deal before an offer goes out. Money, so for managers."""

from decimal import Decimal
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request, Response

from core import settlements
from core.access import Action, Grant
from core.api.callers import Permit
from core.api.desk_rows import listed
from core.api.forms import Id
from core.api.listing import Wanted, wanted
from core.api.places import require_show
from core.api.problems import documented
from core.deals import USUAL, WhatIf

router = APIRouter(prefix="/v1", tags=["settlements"])
SeeMoney = Annotated[Grant, Depends(Permit(Action.see_money))]
Share = Annotated[float | None, Query(ge=0, le=1)]


@router.get("/concerts/{concert_id}/what-if", responses=documented(400, 401, 403, 404, 406), response_class=Response,
            summary="Every kind of deal on the forecast, at another price or house")
def what_if(request: Request, grant: SeeMoney, concert_id: Id, asked: Annotated[Wanted, Depends(wanted)],
            deal: Literal["flat", "door net", "door gross", "plus net", "plus gross", "versus net", "versus gross"] | None = None,
            guarantee: Annotated[float | None, Query(ge=0, le=1e12)] = None, pct: Share = None,
            promoter_profit_pct: Share = None,
            price: Annotated[Decimal, Query(gt=0, le=100, description="A multiple of today's price.")] = Decimal(1),
            lost: Annotated[Decimal, Query(ge=0, le=100, description="Share of the tickets to come that a price twice as "
                                                                      "high would cost.")] = Decimal(0),
            sellable: Annotated[int | None, Query(ge=1, le=10**7)] = None) -> Response:
    """What is not given is as in the deal on file. Each deal's walkout and result with 80 % ranges and odds."""
    require_show(concert_id, grant)
    filed = settlements.terms_on_file(concert_id=concert_id) or USUAL
    terms = settlements.entered_terms(
        kind=deal or filed.name, filed=filed,
        guarantee=float(filed.guarantee or 0) if guarantee is None else guarantee,
        pct=100 * float((filed.pct or USUAL.share) if pct is None else pct),
        profit=100 * float(filed.promoter_profit_pct if promoter_profit_pct is None else promoter_profit_pct))
    frame = settlements.what_if(concert_id=concert_id, terms=terms,
                                change=WhatIf(price=price, lost=lost, sellable=sellable))
    rows = [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]
    return listed(request, grant, rows, asked)
