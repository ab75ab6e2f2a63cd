"""Who is asking: the holder of a token, or whoever sits at this machine while nobody else can reach it.

Dependencies are async: the framework takes a thread for each that is not, which costs more than the work itself.
"""

from typing import Annotated

from anyio import to_thread
from fastapi import Depends, Request, Security
from fastapi.security import HTTPBearer

from core import journal
from core.access import Action, Forbidden, Grant, SignInNeeded, grant_shown, local_grant, token_grant
from core.settings import settings

bearer = HTTPBearer(auto_error=False, description="An API token, as an administrator issues it: `mq_...`.")


async def caller(request: Request, shown: Annotated[object, Security(bearer)]) -> Grant:
    """As `grant_of`, for a route, and whose name stands in the log; `bearer` puts the scheme into the description."""
    grant = await grant_of(request)
    journal.known_as(grant.actor)
    return grant


async def grant_of(request: Request) -> Grant:
    """What the caller may do. Raises SignInNeeded for a wrong token, and for none where people sign in."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        refuse_other_sites(request)
        if "authorization" in request.headers or settings().sign_in:
            raise SignInNeeded("This needs an API token.", remedy="Send it as `Authorization: Bearer mq_...`.")
        return local_grant()
    grant = grant_shown(token) or await to_thread.run_sync(token_grant, token)
    if grant is None:
        raise SignInNeeded("This token is not good (any more).", remedy="Ask an administrator for a new one.")
    return grant


def refuse_other_sites(request: Request) -> None:
    """A page of another site may not write in the name of whoever has it open. Raises Forbidden."""
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return
    origin = request.headers.get("origin")
    site = request.headers.get("sec-fetch-site", "same-origin")
    if site not in ("same-origin", "none") or (origin and origin.partition("://")[2] != request.headers.get("host")):
        raise Forbidden("A page of another site cannot write here.", remedy="Use an API token.")


Caller = Annotated[Grant, Depends(caller)]


class Permit:
    """A dependency that lets those pass who may do `action`; a test reads it from every route."""

    def __init__(self, action: Action) -> None:
        self.action = action

    async def __call__(self, grant: Caller) -> Grant:
        grant.require(self.action)
        return grant
