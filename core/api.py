"""The HTTP interface, mounted at /api: machine-readable answers to the questions the pages ask."""

from typing import Literal

from fastapi import FastAPI, Response
from pydantic import BaseModel

from core.errors import MarqueeError
from core.warehouse.snapshot import current


class Health(BaseModel):
    status: Literal["ok"]


class Ready(BaseModel):
    status: Literal["ready", "waiting"]
    snapshot: int | None
    detail: str


# The usual documentation page loads its scripts from elsewhere, so there is only the description itself.
api = FastAPI(title="Marquee", version="1", docs_url=None, redoc_url=None, openapi_url="/openapi.json")


@api.get("/health", summary="Is the process up?")
async def health() -> Health:
    """Says ok as long as the process answers; touches nothing."""
    return Health(status="ok")


@api.get("/ready", summary="Can questions be answered?", responses={503: {"model": Ready}})
def ready(response: Response) -> Ready:
    """Says ready and the snapshot's number, or 503 and why no question can be answered yet."""
    try:
        return Ready(status="ready", snapshot=current().number, detail="")
    except MarqueeError as error:
        response.status_code = 503
        return Ready(status="waiting", snapshot=None, detail=str(error))
