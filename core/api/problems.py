"""What went wrong, as RFC 9457 says it: application/problem+json with type, title, status, detail and remedy."""

import logging
from typing import Any

import orjson
from fastapi import FastAPI, HTTPException, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException as FrameworkError

from core.access import Forbidden, SignInNeeded
from core.desk.errors import DeedRefused, DeskUnavailable, NotThere, StaleEdit
from core.errors import (
    DealError,
    ImportRefused,
    MarqueeError,
    NotEnoughData,
    NothingPublished,
    QueryError,
    QueryTooSlow,
    SourceUnconfigured,
    StoreBusy,
    StoreError,
)
from core.jobs import RunsAlready

MEDIA_TYPE = "application/problem+json"

# The first class that an error is one of counts, so the narrower stand before the wider.
STATUS: dict[type[MarqueeError], tuple[int, str]] = {
    SignInNeeded: (401, "Who are you?"),
    Forbidden: (403, "Not allowed"),
    NotThere: (404, "Nothing is there"),
    StaleEdit: (409, "Somebody else saved first"),
    RunsAlready: (409, "It runs already"),
    SourceUnconfigured: (409, "The source is not configured"),
    DeedRefused: (422, "Refused by a rule of the trade"),
    DealError: (422, "The deal cannot be settled"),
    NotEnoughData: (422, "Too little data"),
    ImportRefused: (422, "The file cannot be read"),
    QueryTooSlow: (422, "The question took too long"),
    QueryError: (400, "The question cannot be answered"),
    NothingPublished: (503, "No data yet"),
    StoreBusy: (503, "The store is being written"),
    StoreError: (503, "The store cannot be read"),
    DeskUnavailable: (503, "The desk does not answer"),
}


class Problem(BaseModel):
    """An error as RFC 9457 describes it."""

    type: str = Field("about:blank", examples=["about:blank"])
    status: int = Field(examples=[400])
    title: str = Field(examples=["That is not a valid request"])
    detail: str = Field("", examples=["limit: Input should be less than or equal to 10000"])
    remedy: str = Field("", examples=["Correct the parameter."])


class BadRequest(HTTPException):
    """The request itself is wrong; said to its sender."""

    def __init__(self, detail: str, remedy: str = "", *, status: int = 400, title: str = "Not a valid request") -> None:
        super().__init__(status, detail)
        self.title, self.remedy = title, remedy


def problem(status: int, title: str, detail: str = "", remedy: str = "", **headers: str) -> Response:
    """One problem answer; `headers` are spelled with underscores."""
    said = {"type": "about:blank", "status": status, "title": title, "detail": detail, "remedy": remedy}
    return Response(orjson.dumps(said), status, {name.replace("_", "-"): text for name, text in headers.items()},
                    MEDIA_TYPE)


def ours(request: Request, error: Exception) -> Response:
    """A MarqueeError by its kind; what is our own fault is logged and not told in detail."""
    assert isinstance(error, MarqueeError)
    for kind, (status, title) in STATUS.items():
        if isinstance(error, kind):
            extra = {"www_authenticate": "Bearer"} if status == 401 else {"retry_after": "10"} if status == 503 else {}
            return problem(status, title, error.message, error.remedy, **extra)
    return broken(request, error)


def broken(request: Request, error: Exception) -> Response:
    logging.getLogger(__name__).error("%s %s failed", request.method, request.url.path, exc_info=error)
    return problem(500, "Something broke here", "The fault is in the server's log.",
                   "Try again; tell an administrator.")


def refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, BadRequest)
    return problem(error.status_code, error.title, error.detail, error.remedy)


def from_framework(request: Request, error: Exception) -> Response:
    """404 of an unknown path, 405 and the like."""
    assert isinstance(error, FrameworkError)
    headers = {name.lower().replace("-", "_"): text for name, text in (error.headers or {}).items()}
    return problem(error.status_code, str(error.detail), request.url.path, "See /api/docs.", **headers)


def invalid(request: Request, error: Exception) -> Response:
    """A parameter or body of the wrong form: every fault, without the value (it may be a secret)."""
    assert isinstance(error, RequestValidationError)
    faults = "; ".join(f"{'.'.join(str(part) for part in fault['loc'][1:]) or fault['loc'][0]}: {fault['msg']}"
                       for fault in error.errors())
    return problem(422, "That is not a valid request", faults, "Correct what is named; /api/docs shows the form.")


def handle_problems(api: FastAPI) -> None:
    for kind, handler in ((MarqueeError, ours), (BadRequest, refused), (FrameworkError, from_framework),
                          (RequestValidationError, invalid), (Exception, broken)):
        api.add_exception_handler(kind, handler)


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """These statuses for OpenAPI, all with the same body, each with an example of its own."""
    schema = {"$ref": "#/components/schemas/Problem"}
    return {status: {"description": MEANING[status], "content": {MEDIA_TYPE: {"schema": schema, "example": {
        "type": "about:blank", "status": status, "title": title, "detail": detail, "remedy": remedy}}}}
        for status, (title, detail, remedy) in EXAMPLES.items() if status in statuses}


MEANING = {400: "The request is wrong", 401: "No valid token or sign-in", 403: "Not allowed", 404: "Nothing is there",
           406: "None of the media types asked for", 408: "The body came too slowly",
           409: "Somebody else saved first, or the state does not allow it",
           410: "The cursor belongs to an older snapshot", 413: "The body is too large",
           422: "Not valid, or refused by a rule", 429: "Too many requests", 503: "Not ready; see Retry-After"}

# title, detail and remedy as they are really said; a test provokes them.
EXAMPLES = {
    400: ("Not a valid request", "There is no parameter 'colour' here.", "There are cursor, fields, limit, sort, where."),
    401: ("Who are you?", "This token is not good (any more).", "Ask an administrator for a new one."),
    403: ("Not allowed", "You may not do this: see money.", "Ask an administrator for a role or a token that may."),
    404: ("Nothing is there", "There is no 'none' at /concerts/{concert_id}.", "The lists name what there is."),
    406: ("Not acceptable", "None of the media types in Accept is spoken here.",
          "Ask for application/json, text/csv, application/vnd.apache.parquet, application/vnd.apache.arrow.stream."),
    408: ("Too slow", "The body did not come in time.", "Send it again."),
    409: ("Somebody else saved first", "This annotation is at version 2; you changed version 1.",
          "Look at what stands there now, then save again if you still want to."),
    410: ("The cursor is too old", "New data were published since this cursor was made.", "Begin again without one."),
    413: ("Too large", "The body is larger than 256,000 bytes.", "Send less."),
    422: ("That is not a valid request", "days: Input should be less than or equal to 366",
          "Correct what is named; /api/docs shows the form."),
    429: ("Too many requests", "You ask more often than is allowed.", "Wait as long as Retry-After says."),
    503: ("No data yet", "Nothing has been published yet.",
          "Run `python -m core import FOLDER`, or `python -m core sample`.")}
