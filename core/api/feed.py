"""/calendar.ics: our shows, on-sales and holds for a calendar program, which can send no header: its token is in the URL."""

import hashlib
from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Depends, Query, Request, Response, Security
from fastapi.security import HTTPAuthorizationCredentials

from core import sources
from core.access import Action, Grant, SignInNeeded, token_grant
from core.api.callers import Permit, bearer, caller
from core.api.problems import documented
from core.desk import audit
from core.exports.ics import MEDIA_TYPE, to_ics
from core.feeds import entries
from core.filters import Filters

router = APIRouter(prefix="/v1", tags=["events"])


class PermitByLink(Permit):
    """As `Permit`, for a token in the query."""

    async def __call__(self, request: Request,  # type: ignore[override]
                       shown: Annotated[HTTPAuthorizationCredentials | None, Security(bearer)],
                       token: Annotated[str | None, Query(max_length=200, description=(
                           "An API token, for programs that send no header: issue one that may only read."))] = None) -> Grant:
        grant = await to_thread.run_sync(token_grant, token) if token else await caller(request, shown)
        if grant is None:
            raise SignInNeeded("This token is not good (any more).", remedy="Ask an administrator for a new one.")
        grant.require(self.action)
        return grant


@router.get("/calendar.ics", response_class=Response, summary="Shows, on-sales and holds as an iCalendar feed",
            responses=documented(401, 403, 503) | {200: {"content": {"text/calendar": {"schema": {"type": "string"}}}},
                                                   304: {"description": "What you have is what there is."}})
def feed(request: Request, grant: Annotated[Grant, Depends(PermitByLink(Action.see_events))],
         holds: Annotated[bool, Query(description="Holds too.")] = True) -> Response:
    """Confirmed shows, their presales and on-sales, and holds that stand; from sixty days ago on."""
    grant.require(Action.export)
    about = sources.about().iloc[0]
    body = to_ics(entries(filters=grant.narrowed(Filters()), today=about["today"].date(), with_holds=holds), name="Marquee",
                  stamp=about["published_at"].to_pydatetime())
    tag = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
    headers = {"etag": tag, "cache-control": "private, no-cache", "content-disposition": 'inline; filename="marquee.ics"'}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    audit.record(grant.actor, "export", "/calendar.ics", style="ics")
    return Response(body, media_type=MEDIA_TYPE, headers=headers)
