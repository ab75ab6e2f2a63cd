"""The HTTP interface, mounted at /api: machine-readable answers to the questions the pages ask, and deeds at the desk.

One file a subject; `asking` turns a question of the pages into a route.
"""

from fastapi import Depends, FastAPI

from core.api import (
    adjustments,
    administration,
    annotations,
    artists,
    audiences,
    campaigns,
    choices,
    concerts,
    documentation,
    events,
    feed,
    gazetteer,
    health,
    holds,
    jobs,
    marketing,
    offers,
    overview,
    pictures,
    query,
    services,
    sources,
    views,
    weighing,
)
from core.api.description import describer
from core.api.kept import SentAgain
from core.api.limits import Limits
from core.api.listing import refuse_strangers
from core.api.problems import handle_problems

UPLOADS = ("/v1/imports", "/v1/marketing/pictures")


def built() -> FastAPI:
    """All routes. The usual documentation page loads its scripts from elsewhere, so /docs is our own."""
    api = FastAPI(title="Marquee", version="1", docs_url=None, redoc_url=None, openapi_url="/openapi.json",
                  summary="The analytics desk of a live-music promoter.", dependencies=[Depends(refuse_strangers)],
                  redirect_slashes=False)
    for subject in (health, documentation, overview, artists, choices, concerts, events, gazetteer, feed, marketing,
                    campaigns, audiences, pictures, sources, services, query, holds, annotations, offers, adjustments, weighing,
                    views, jobs, administration):
        api.include_router(subject.router)
    handle_problems(api)
    api.openapi = describer(api)  # type: ignore[method-assign]
    api.add_middleware(SentAgain)
    api.add_middleware(Limits, uploads=UPLOADS)
    return api


api = built()
