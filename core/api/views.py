"""/views, /links, /scheduled-exports: pages and questions kept, handed on, and made again and again."""

from datetime import datetime, timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Request, Response
from pydantic import AwareDatetime, Field

from core.access import Action, Grant
from core.api.callers import Permit
from core.api.desk_rows import listed, one
from core.api.forms import Form, Id, Key, PageQuery, Seen
from core.api.listing import Wanted, wanted
from core.api.problems import documented
from core.api.scheduled import asked as asked_of
from core.desk import schedules, views
from core.desk.errors import NotThere

router = APIRouter(prefix="/v1", tags=["views"])
SeeOverview = Annotated[Grant, Depends(Permit(Action.see_overview))]
SaveView = Annotated[Grant, Depends(Permit(Action.save_view))]
Share = Annotated[Grant, Depends(Permit(Action.share))]
ScheduleExport = Annotated[Grant, Depends(Permit(Action.schedule_export))]
ASKED = documented(401, 403, 404, 409)
PageName = Literal["overview", "artists", "concerts", "events", "marketing", "data"]


class NewView(Form):
    name: Key = Field(examples=["Leeds this winter"])
    page: PageName
    query: PageQuery = ""
    is_shared: bool = False


class View(Seen):
    name: Key
    query: PageQuery = ""
    is_shared: bool = False


class NewLink(Form):
    page: PageName
    query: PageQuery = ""
    days: int = Field(7, ge=1, le=90)


class NewExport(Form):
    name: Key
    question: str = Field(pattern="^/[a-z/-]{1,100}$", examples=["/concerts"],
                          description="A list without an id in its path.")
    query: PageQuery = ""
    style: Literal["csv", "parquet", "arrow", "json"] = "csv"
    every_days: int = Field(1, ge=1, le=366)
    first_at: AwareDatetime | None = None


@router.get("/views", responses=ASKED | documented(400, 406), response_class=Response, summary="Saved views")
def list_views(request: Request, grant: SeeOverview, asked: Annotated[Wanted, Depends(wanted)]) -> Response:
    """One's own and those that others share."""
    return listed(request, grant, views.views(grant.actor), asked)


@router.post("/views", status_code=201, responses=ASKED, response_class=Response, summary="Save a view")
def save_view(request: Request, grant: SaveView, new: NewView) -> Response:
    return one(request, views.save_view(actor=grant.actor, **new.model_dump()), 201)


@router.put("/views/{view_id}", responses=ASKED, response_class=Response, summary="Save one's view anew")
def change_view(request: Request, grant: SaveView, view_id: Id, view: View) -> Response:
    return one(request, views.change_view(actor=grant.actor, view_id=view_id, **view.model_dump()))


@router.delete("/views/{view_id}", status_code=204, responses=ASKED, summary="Remove one's view")
def remove_view(grant: SaveView, view_id: Id) -> None:
    views.remove_view(actor=grant.actor, view_id=view_id)


@router.get("/links", responses=ASKED | documented(400, 406), response_class=Response, summary="One's share links")
def list_links(request: Request, grant: Share, asked: Annotated[Wanted, Depends(wanted)]) -> Response:
    everybody = grant.may(Action.manage_access)
    return listed(request, grant, views.links(None if everybody else grant.actor), asked)


@router.post("/links", status_code=201, responses=ASKED, response_class=Response, summary="Share a page for a while")
def share(request: Request, grant: Share, new: NewLink) -> Response:
    """Answers with `share`, the signed text that goes into the page's URL as `?share=`."""
    grant.require(Action[f"see_{new.page}"])
    link, text = views.share(actor=grant.actor, page=new.page, query=new.query, lasts=timedelta(days=new.days),
                             markets=list(grant.markets), venues=list(grant.venues))
    return one(request, link | {"share": text}, 201)


@router.delete("/links/{link_id}", status_code=204, responses=ASKED, summary="Revoke a share link")
def revoke_link(grant: Share, link_id: Id) -> None:
    mine = {link["link_id"] for link in views.links(grant.actor)}
    if link_id not in mine and not grant.may(Action.manage_access):
        raise NotThere(f"There is no share link {link_id!r} of yours.", remedy="Ask whoever made it.")
    views.revoke_link(actor=grant.actor, link_id=link_id)


@router.get("/scheduled-exports", responses=ASKED | documented(400, 406), response_class=Response,
            summary="One's scheduled exports")
def list_exports(request: Request, grant: ScheduleExport, asked: Annotated[Wanted, Depends(wanted)]) -> Response:
    return listed(request, grant, schedules.scheduled_exports(grant.actor), asked)


@router.post("/scheduled-exports", status_code=201, responses=ASKED, response_class=Response,
             summary="Have a question answered into a file again and again")
def schedule_export(request: Request, grant: ScheduleExport, new: NewExport) -> Response:
    """`python -m core jobs run` makes what is due, with the rights that you have then."""
    asked_of(new.question, new.query)
    first: datetime | None = new.first_at
    export = schedules.schedule_export(actor=grant.actor, first_at=first, **new.model_dump(exclude={"first_at"}))
    return one(request, export, 201)


@router.delete("/scheduled-exports/{export_id}", status_code=204, responses=ASKED, summary="Stop a scheduled export")
def stop_export(grant: ScheduleExport, export_id: Id) -> None:
    schedules.stop_export(actor=grant.actor, export_id=export_id)
