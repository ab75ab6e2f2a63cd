"""/imports, /ingests, /jobs: data brought in by processes of their own, with progress."""

import shutil
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from anyio import to_thread
from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import Field
from starlette.datastructures import UploadFile

from core import jobs
from core.access import Action, Grant
from core.api.callers import Permit
from core.api.desk_rows import listed, one
from core.api.forms import Form, Id
from core.api.listing import Wanted, wanted
from core.api.problems import BadRequest, documented

Kind = Literal["concerts", "ticket_types", "sales", "ad_spend", "deals", "expenses", "scans", "touchpoints", "buyers",
               "messages", "ancillary", "events", "listens", "artist_tags", "holds", "box_office", "show_history",
               "archive", "tour_totals"]

router = APIRouter(prefix="/v1", tags=["jobs"])
ImportFiles = Annotated[Grant, Depends(Permit(Action.import_files))]
RunIngest = Annotated[Grant, Depends(Permit(Action.run_ingest))]
SeeData = Annotated[Grant, Depends(Permit(Action.see_data))]
ASKED = documented(401, 403, 404)
FILE = {"type": "string", "format": "binary"}
BODY = {"requestBody": {"required": True, "content": {
    "application/octet-stream": {"schema": FILE}, "text/csv": {"schema": {"type": "string"}},
    "multipart/form-data": {"schema": {"type": "object", "required": ["file"], "properties": {"file": FILE}}}}}}


class NewIngest(Form):
    source: Literal["ticketmaster", "spotify", "listenbrainz", "musicbrainz"]
    date_from: date | None = Field(None, alias="from", examples=["2026-12-01"])
    date_to: date | None = Field(None, alias="to")
    countries: list[Annotated[str, Field(pattern="^[A-Z]{2}$")]] = Field([], max_length=50, examples=[["GB"]])


@router.post("/imports", status_code=202, responses=ASKED | documented(400, 408, 413), response_class=Response,
             openapi_extra=BODY, summary="Import a file")
async def import_file(request: Request, grant: ImportFiles,
                      name: Annotated[str, Query(max_length=200, examples=["concerts.csv"],
                                                 description="The file's name; a form's own unless told.")] = "",
                      kind: Annotated[Kind | None, Query(alias="as", description="Take it as this kind.")] = None,
                      replace_sample: Annotated[bool, Query(description="Remove the sample season first.")] = False,
                      ) -> Response:
    """The body is the file itself or a form with one `file`, written to disk as it comes. Answers with the job; its URL
    is in Location."""
    job_id = jobs.new_job("import")
    try:
        is_form = request.headers.get("content-type", "").lower().startswith("multipart/form-data")
        path, size = await (from_form if is_form else from_body)(request, job_id, name)
        if not size:
            raise BadRequest("The file is empty.", "Send the file as the body, or as `file` of a form.")
    except BaseException:
        jobs.discard(job_id)
        raise
    await to_thread.run_sync(lambda: jobs.start_import(job_id, path, kind, actor=grant.actor,
                                                       replace_sample=replace_sample))
    return started(request, job_id)


async def from_body(request: Request, job_id: str, name: str) -> tuple[Path, int]:
    """Write the body to a file piece by piece; returns the file and its bytes."""
    path = jobs.upload_path(job_id, name)
    with path.open("wb") as file:
        async for piece in request.stream():
            await to_thread.run_sync(file.write, piece)
        return path, file.tell()


async def from_form(request: Request, job_id: str, name: str) -> tuple[Path, int]:
    """As `from_body`, for a form: what is larger than a megabyte waits on disk until the form has come whole."""
    async with request.form(max_files=1, max_fields=10) as form:
        sent = form.get("file")
        if not isinstance(sent, UploadFile):
            raise BadRequest("There is no `file` in the form.", "Send it as `file`.")
        path = jobs.upload_path(job_id, name or sent.filename or "")
        with path.open("wb") as file:
            await to_thread.run_sync(shutil.copyfileobj, sent.file, file)
            return path, file.tell()


@router.post("/ingests", status_code=202, responses=ASKED | documented(409), response_class=Response,
             summary="Ask an outside source")
def run_ingest(request: Request, grant: RunIngest, new: NewIngest) -> Response:
    """Fetches, cleans, loads and publishes; a source that is not configured makes the job fail with its reason."""
    job_id = jobs.start_ingest(new.source, new.date_from, new.date_to, new.countries, actor=grant.actor)
    return started(request, job_id)


@router.get("/jobs", responses=ASKED | documented(400, 406), response_class=Response, summary="Imports and ingests")
def list_jobs(request: Request, grant: SeeData, asked: Annotated[Wanted, Depends(wanted)]) -> Response:
    """Newest first, with their progress."""
    return listed(request, grant, jobs.jobs(), asked)


@router.get("/jobs/{job_id}", responses=ASKED, response_class=Response, summary="One job and its progress")
def one_job(request: Request, grant: SeeData, job_id: Id) -> Response:
    return one(request, jobs.job(job_id))


@router.delete("/jobs/{job_id}", status_code=202, responses=ASKED, response_class=Response, summary="Stop a job")
def cancel_job(request: Request, grant: RunIngest, job_id: Id) -> Response:
    """It stops at its next step; what it has loaded whole stays."""
    return one(request, jobs.cancel(job_id, actor=grant.actor), 202)


def started(request: Request, job_id: Id) -> Response:
    answer = one(request, jobs.job(job_id), 202)
    answer.headers["location"] = str(request.url_for("one_job", job_id=job_id))
    return answer
