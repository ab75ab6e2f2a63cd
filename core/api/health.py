"""/health and /ready: for whoever watches over the process."""

from typing import Literal

from fastapi import APIRouter, Response
from pydantic import BaseModel

from core.errors import MarqueeError
from core.warehouse.snapshot import current

router = APIRouter(tags=["health"])


class Health(BaseModel):
    status: Literal["ok"]


class Ready(BaseModel):
    status: Literal["ready", "waiting"]
    snapshot: int | None
    detail: str


@router.get("/health", summary="Is the process up?")
async def health() -> Health:
    """Says ok as long as the process answers; touches nothing. Also answers whoever asks by address, as load balancers
    do: every other route is answered under the public name only."""
    return Health(status="ok")


@router.get("/ready", summary="Can questions be answered?", responses={503: {"model": Ready}})
def ready(response: Response) -> Ready:
    """Says ready and the snapshot's number, or 503 and why no question can be answered yet."""
    try:
        return Ready(status="ready", snapshot=current().number, detail="")
    except MarqueeError as error:
        response.status_code = 503
        return Ready(status="waiting", snapshot=None, detail=str(error))
