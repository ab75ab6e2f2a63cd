"""/gazetteer: where a city is, from the gazetteer that travels with the program."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from core.access import Action, Grant
from core.api.callers import Permit
from core.api.desk_rows import one
from core.api.problems import documented
from core.gazetteer import find

router = APIRouter(prefix="/v1/gazetteer", tags=["events"])
SeeEvents = Annotated[Grant, Depends(Permit(Action.see_events))]


@router.get("", responses=documented(401, 403), response_class=Response, summary="Where a city is")
def where(request: Request, grant: SeeEvents,
          city: Annotated[str, Query(min_length=1, max_length=200, examples=["München"])],
          region: Annotated[str | None, Query(max_length=200, description="State or province, name or code.")] = None,
          country: Annotated[str | None, Query(max_length=200, description="Name or ISO 3166-1 alpha-2.")] = None
          ) -> Response:
    """The city's place (null when unknown), `state` (found, ambiguous, unknown) and, when ambiguous, its namesakes.

    Exact name in any spelling, then region, then people. Data: GeoNames, CC BY 4.0.
    """
    found = find(city, region, country)
    return one(request, {"state": found.state, "place": found.place and found.place._asdict(),
                         "others": [other._asdict() for other in found.others], "source": "GeoNames, CC BY 4.0"})
