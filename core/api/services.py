"""/services, /errors: what this installation can use, and what went wrong in it lately."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from core import status
from core.access import Action, Grant
from core.api.callers import Permit
from core.api.desk_rows import listed
from core.api.listing import Wanted, wanted
from core.api.problems import documented

router = APIRouter(prefix="/v1", tags=["sources"])
SeeData = Annotated[Grant, Depends(Permit(Action.see_data))]
ASKED = documented(400, 401, 403, 406)


@router.get("/services", responses=ASKED, response_class=Response, summary="AWS services, present or missing")
def list_services(request: Request, grant: SeeData, asked: Annotated[Wanted, Depends(wanted)]) -> Response:
    """service, state (present, missing) and why, by the settings; nobody is asked."""
    return listed(request, grant, status.services(), asked)


@router.get("/errors", responses=ASKED, response_class=Response, summary="The last errors in the log")
def list_errors(request: Request, grant: SeeData, asked: Annotated[Wanted, Depends(wanted)]) -> Response:
    """The newest 50 of this store, newest first: at (UTC), action, user, message, run_id. Secrets are hidden."""
    return listed(request, grant, status.last_errors(), asked)
