"""/annotations: marks on the sales curve of a show."""

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import Field

from core.access import Action, Grant
from core.api.callers import Permit
from core.api.desk_rows import listed, one
from core.api.forms import Form, Id, Key, Seen, Words
from core.api.listing import Wanted, wanted
from core.api.narrowing import concerts_in_scope, require_concert
from core.api.places import require_show
from core.api.problems import documented
from core.desk import annotations

router = APIRouter(prefix="/v1/annotations", tags=["annotations"])
SeeConcerts = Annotated[Grant, Depends(Permit(Action.see_concerts))]
Annotate = Annotated[Grant, Depends(Permit(Action.annotate))]
ASKED = documented(401, 403, 404, 409)


class NewMark(Form):
    concert_id: Key
    marked_on: date = Field(examples=["2026-11-02"])
    kind: Literal["announce", "on_sale", "support_added", "radio", "press", "price", "note"]
    words: Words = Field(examples=["Support added: Low"])


class Mark(Seen):
    marked_on: date
    words: Words


@router.get("", responses=ASKED | documented(400, 406), response_class=Response, summary="Marks that stand")
def list_marks(request: Request, grant: SeeConcerts, asked: Annotated[Wanted, Depends(wanted)],
               concert_id: Annotated[str | None, Query(max_length=200)] = None) -> Response:
    sight = concerts_in_scope(grant) if grant.limited else None
    ids = None if concert_id is None and sight is None else [
        key for key in ([concert_id] if concert_id is not None else sight or []) if sight is None or key in sight]
    return listed(request, grant, annotations.annotations(concert_ids=ids), asked)


@router.post("", status_code=201, responses=ASKED, response_class=Response, summary="Put a mark on a show's curve")
def annotate(request: Request, grant: Annotate, new: NewMark) -> Response:
    require_show(new.concert_id, grant)
    return one(request, annotations.annotate(actor=grant.actor, **new.model_dump()), 201)


@router.put("/{annotation_id}", responses=ASKED, response_class=Response, summary="Say it better")
def revise(request: Request, grant: Annotate, annotation_id: Id, mark: Mark) -> Response:
    in_sight(annotation_id, grant)
    return one(request, annotations.revise(actor=grant.actor, annotation_id=annotation_id, **mark.model_dump()))


@router.delete("/{annotation_id}", status_code=204, responses=ASKED, summary="Take a mark off the curve")
def remove(grant: Annotate, annotation_id: Id, version: Annotated[int, Query(ge=1)]) -> None:
    in_sight(annotation_id, grant)
    annotations.remove(actor=grant.actor, annotation_id=annotation_id, version=version)


def in_sight(annotation_id: str, grant: Grant) -> None:
    require_concert(annotations.one_annotation(annotation_id)["concert_id"], grant)
