"""/watch-list, /identity-decisions and chosen comparables: what a person chose in place of a rule."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response
from pydantic import Field

from core import artists
from core.access import Action, Grant
from core.api.asking import exact
from core.api.callers import Permit
from core.api.desk_rows import listed, one
from core.api.forms import Form, Id, Key, Version
from core.api.listing import Wanted, wanted
from core.api.places import require_show
from core.api.problems import documented
from core.desk import choices
from core.desk.errors import NotThere

router = APIRouter(prefix="/v1", tags=["choices"])
SeeConcerts = Annotated[Grant, Depends(Permit(Action.see_concerts))]
ChooseComparables = Annotated[Grant, Depends(Permit(Action.choose_comparables))]
SeeArtists = Annotated[Grant, Depends(Permit(Action.see_artists))]
Watch = Annotated[Grant, Depends(Permit(Action.watch))]
SeeData = Annotated[Grant, Depends(Permit(Action.see_data))]
DecideIdentity = Annotated[Grant, Depends(Permit(Action.decide_identity))]
ASKED = documented(401, 403, 404, 409)


class Comparables(Form):
    other_concert_ids: list[Key] = Field(max_length=200)
    version: Version | None = Field(None, description="The version that was looked at; null for a first choice.")


class Decision(Form):
    artist_id: Key | None = Field(description="The artist it is; null splits it off as one of its own.")
    version: Version | None = None


@router.get("/concerts/{concert_id}/chosen-comparables", responses=ASKED, response_class=Response,
            summary="The comparables that a person chose")
def chosen_comparables(request: Request, grant: SeeConcerts, concert_id: Id) -> Response:
    require_show(concert_id, grant)
    chosen = choices.chosen_comparables(concert_id)
    if chosen is None:
        raise NotThere("Nobody has chosen for this show: its comparables are the rule's.",
                       remedy=f"See /api/v1/concerts/{concert_id}/comparables.")
    return one(request, chosen)


@router.put("/concerts/{concert_id}/chosen-comparables", responses=ASKED, response_class=Response,
            summary="Choose the comparables of a show")
def choose_comparables(request: Request, grant: ChooseComparables, concert_id: Id, new: Comparables) -> Response:
    require_show(concert_id, grant)
    for other in new.other_concert_ids:
        require_show(other, grant)
    return one(request, choices.choose_comparables(actor=grant.actor, concert_id=concert_id, **new.model_dump()))


@router.get("/watch-list", responses=ASKED | documented(400, 406), response_class=Response, summary="One's watch list")
def watch_list(request: Request, grant: SeeArtists, asked: Annotated[Wanted, Depends(wanted)]) -> Response:
    return listed(request, grant, [row._asdict() for row in choices.watched(grant.actor)], asked)


@router.put("/watch-list/{artist_id}", status_code=204, responses=ASKED, summary="Watch an artist")
def watch(grant: Watch, artist_id: Id) -> None:
    if not exact(artists.one)(artist_id=artist_id).num_rows:
        raise NotThere(f"There is no artist {artist_id!r}.", remedy="See /api/v1/artists.")
    choices.watch(actor=grant.actor, artist_id=artist_id)


@router.delete("/watch-list/{artist_id}", status_code=204, responses=ASKED, summary="Stop watching an artist")
def unwatch(grant: Watch, artist_id: Id) -> None:
    choices.unwatch(actor=grant.actor, artist_id=artist_id)


@router.get("/identity-decisions", responses=ASKED | documented(400, 406), response_class=Response,
            summary="Which act of a source is which artist, where a person said so")
def decisions(request: Request, grant: SeeData, asked: Annotated[Wanted, Depends(wanted)]) -> Response:
    return listed(request, grant, choices.all_identity_decisions(), asked)


@router.put("/identity-decisions/{source}/{source_artist_id}", responses=ASKED, response_class=Response,
            summary="Confirm who an act is, or split it off")
def decide_identity(request: Request, grant: DecideIdentity, source: Annotated[str, Path(pattern="^[a-z]{1,40}$")],
                    source_artist_id: Id, new: Decision) -> Response:
    """The next ingest follows it."""
    if new.artist_id is not None and not exact(artists.one)(artist_id=new.artist_id).num_rows:
        raise NotThere(f"There is no artist {new.artist_id!r}.", remedy="See /api/v1/artists.")
    decided = choices.decide_identity(actor=grant.actor, source=source, source_artist_id=source_artist_id,
                                      **new.model_dump())
    return one(request, decided)
