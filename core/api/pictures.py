"""/marketing/pictures and copy sheets: what goes out with a show."""

from functools import partial
from typing import Annotated, Any, Literal

from anyio import to_thread
from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import Field

from core import pictures
from core.access import Action, Grant
from core.api.callers import Permit
from core.api.campaigns import in_scope, required, row_in_sight
from core.api.desk_rows import listed, one
from core.api.forms import Form, Id, Key, Name, Version
from core.api.listing import Wanted, wanted
from core.api.places import require_show
from core.api.problems import BadRequest, documented
from core.aws.media import MOST_BYTES
from core.copy_sheet import copy_sheet
from core.desk import media

router = APIRouter(prefix="/v1", tags=["marketing"])
See = Annotated[Grant, Depends(Permit(Action.see_marketing))]
Plan = Annotated[Grant, Depends(Permit(Action.plan_marketing))]
ASKED = documented(401, 403, 404, 409)
BODY = {"requestBody": {"required": True, "content": {
    kind: {"schema": {"type": "string", "format": "binary"}} for kind in ("image/jpeg", "image/png", "image/webp")}}}
FILES: dict[int | str, dict[str, Any]] = {200: {"content": {"image/*": {"schema": {"type": "string", "format": "binary"}}}}}
SHEETS: dict[int | str, dict[str, Any]] = {200: {"content": {kind: {"schema": {"type": "string"}} for kind in (
    "text/plain", "application/pdf")}}}


class Asset(Form):
    title: Name
    used_in: list[Key] = Field([], max_length=100, examples=[["newsletter 12"]])
    version: Version


@router.get("/marketing/pictures", responses=ASKED | documented(400, 406), response_class=Response, summary="The media library")
def list_pictures(request: Request, grant: See, asked: Annotated[Wanted, Depends(wanted)]) -> Response:
    return listed(request, grant, in_scope(media.assets(), grant), asked)


@router.post("/marketing/pictures", status_code=201, responses=ASKED | documented(400, 413), response_class=Response,
             openapi_extra=BODY, summary="Add a picture")
async def add_picture(request: Request, grant: Plan, title: Annotated[str, Query(min_length=1, max_length=600)],
                      kind: Annotated[Literal["poster", "image", "logo"], Query()] = "image",
                      concert_id: Annotated[str | None, Query(max_length=200)] = None) -> Response:
    """The body is the JPEG, PNG or WebP itself, at most 10 MB."""
    required(concert_id, grant)
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > MOST_BYTES:
            raise BadRequest("The picture is too large.", f"At most {MOST_BYTES // 10**6} MB are taken.")
    added = partial(pictures.add, actor=grant.actor, body=body, title=title, kind=kind, concert_id=concert_id)
    return one(request, await to_thread.run_sync(added), 201)


@router.put("/marketing/pictures/{asset_id}", responses=ASKED, response_class=Response, summary="Say where it is used")
def change_picture(request: Request, grant: Plan, asset_id: Id, new: Asset) -> Response:
    row_in_sight(media.one_asset(asset_id), grant)
    return one(request, media.revise_asset(actor=grant.actor, asset_id=asset_id, **new.model_dump()))


@router.delete("/marketing/pictures/{asset_id}", status_code=204, responses=ASKED, summary="Out of the library")
def remove_picture(grant: Plan, asset_id: Id, version: Annotated[int, Query(ge=1)]) -> None:
    row_in_sight(media.one_asset(asset_id), grant)
    media.remove_asset(actor=grant.actor, asset_id=asset_id, version=version)


@router.get("/marketing/pictures/{asset_id}/file", responses=ASKED | FILES, response_class=Response, summary="The picture")
def picture_file(grant: See, asset_id: Id, small: bool = False) -> Response:
    asset = media.one_asset(asset_id)
    row_in_sight(asset, grant)
    return Response(pictures.body_of(asset, small=small), media_type="image/webp" if small else asset["content_type"])


@router.get("/concerts/{concert_id}/copy-sheet", responses=ASKED | SHEETS, response_class=Response, summary="The copy sheet")
def sheet(grant: See, concert_id: Id, style: Annotated[Literal["text", "pdf"], Query()] = "text") -> Response:
    """What whoever writes about a show needs: dates, support, on-sale, prices, links; as text or PDF."""
    require_show(concert_id, grant)
    made = copy_sheet(concert_id=concert_id)
    if style == "text":
        return Response(made.text, media_type="text/plain; charset=utf-8")
    return Response(made.pdf, media_type="application/pdf")
