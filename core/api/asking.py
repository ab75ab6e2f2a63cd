"""A question of the pages as a route: who may ask it, from memory when asked before, in the style accepted."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from types import FunctionType
from typing import IO, Annotated, Any, Literal

import pandas as pd
import pyarrow as pa
from fastapi import APIRouter, Depends, Query, Request, Response

from core import artists, concerts, sources
from core.access import MONEY_PARAMETERS, Action, Forbidden, Grant
from core.api import formats
from core.api.callers import Permit
from core.api.formats import Style
from core.api.forms import Id
from core.api.kept import KEPT, answer_headers, has_already, tag_of
from core.api.listing import (
    PAGE_ROWS,
    Page,
    Wanted,
    page,
    shaped,
    shared_filters,
    wanted,
)
from core.api.narrowing import require_concert, require_venue, visible
from core.api.problems import documented
from core.desk import audit
from core.desk.errors import NotThere
from core.desk.holds import Nights, nights_held
from core.exports import SAMPLE, Caption, filename
from core.filters import Filters
from core.warehouse.read import read_arrow
from core.warehouse.snapshot import Snapshot, current


@dataclass(frozen=True)
class Question:
    """A question of a page as a route below /api/v1. `ask` is the page's own function; its docstring describes it.

    `one` is for an answer of one row or none; `fixed` are parameters of the function that a caller does not choose.
    A `live` answer depends on the desk as well and is not kept.
    """

    path: str
    ask: Callable[..., pd.DataFrame]
    action: Action
    one: bool = False
    fixed: dict[str, Any] = field(default_factory=dict, hash=False)
    live: bool = False

    @property
    def described(self) -> str:
        return inspect.getdoc(self.ask) or ""


# Every question by its path, for what is asked without a request: scheduled exports.
QUESTIONS: dict[str, Question] = {}

Named = Annotated[str | None, Query(max_length=600)]

# What an id in a path is the id of.
VENUES = frozenset({"venue_id"})
ANYWHERE = frozenset({"from_venue_id", "to_venue_id"})  # between which dates somebody travels may lie out of sight
DETAILS: dict[str, Callable[..., pd.DataFrame]] = {"concert_id": concerts.one, "artist_id": artists.one}

# How a parameter of a question's function is asked for in a route.
PARAMETERS: dict[str, Any] = {
    "filters": Annotated[Filters, Depends(shared_filters)],
    "concert_id": Id,
    "artist_id": Id,
    "days": Annotated[int, Query(ge=0, le=60, description="Days before and after.")],
    "ahead": Annotated[int, Query(ge=1, le=730, description="Days from today on.")],
    "by": Annotated[Literal["concert", "market", "channel", "campaign"], Query(description="A row a what.")],
    "grain": Annotated[Literal["day", "week", "month"], Query(description="A row a what.")],
    "show": Annotated[Named, Query(description="concert_id of one show.")],
    "channel": Annotated[Named, Query(description="One channel.")],
    "campaign": Annotated[Named, Query(description="One campaign.")],
    "model": Annotated[Literal["first", "last", "linear", "position", "time_decay", "markov", "shapley"],
                       Query(description="How credit is shared.")],
    "window_days": Annotated[Literal[1, 3, 5, 7, 14, 30], Query(description="Days before the order that count.")],
    "months": Annotated[Literal[3, 6, 12], Query(description="Months back.")],
    "segment": Annotated[Literal["New", "Once Before", "Convertee", "Active", "Super Active", "Stale", "Lapsed"],
                         Query(description="A lifecycle segment.")],
    "budget": Annotated[float | None, Query(gt=0, le=1e12, description="Money to be given out.")],
    "artist": Annotated[str, Query(min_length=1, max_length=600, description="Name or alias of the artist.")],
    "from_venue_id": Annotated[str, Query(min_length=1, max_length=200, description="The venue of the first date.")],
    "to_venue_id": Annotated[str, Query(min_length=1, max_length=200, description="The venue of the second date.")],
    "until": Annotated[date, Query(description="Local date of the second show.", examples=["2027-03-12"])],
    "genre": Annotated[str | None, Query(max_length=200, description="Genre of the show under thought.")],
    "size": Annotated[int | None, Query(ge=1, le=1_000_000, description="People; the room's capacity unless given.")],
    "radius_miles": Annotated[float | None, Query(ge=0, le=12_500, description="Of the clause; none unless given.")],
    "days_before": Annotated[int, Query(ge=0, le=3650, description="Days before the show that the clause covers.")],
    "days_after": Annotated[int, Query(ge=0, le=3650, description="Days after the show that the clause covers.")],
    "hours": Annotated[float, Query(gt=0, le=48, description="Longest drive, in hours.")],
    "held": Annotated[Nights, Depends(nights_held)],
    "most": Annotated[int, Query(ge=1, le=50, description="How many markets.")],
    "venue_id": Id,
    "market": Annotated[str, Query(max_length=200, description="One market by name.")],
    "day": Annotated[date, Query(description="Local date of the show.")],
    "k": Annotated[int, Query(ge=1, le=100, description="How many.")],
    "nearby_miles": Annotated[float, Query(ge=0, le=12_500, description="No other date so near in miles ...")],
    "nearby_days": Annotated[int, Query(ge=0, le=730, description="... and so near in days.")],
    "miles": Annotated[float, Query(ge=0, le=12_500, description="How far away a past date may be.")],
    "fee_from": Annotated[float | None, Query(ge=0, description="Least expected fee.")],
    "fee_to": Annotated[float | None, Query(ge=0, description="Most expected fee.")],
    "genres": Annotated[tuple[str, ...], Query(alias="genre", description="Artists of these genres only.")],
    "fee": Annotated[float | None, Query(ge=0, description="Guarantee; the usual one otherwise.")],
    "price": Annotated[float | None, Query(gt=0, description="Mean face value; the usual one otherwise.")],
    "sellable": Annotated[float | None, Query(gt=0, le=1_000_000, description="Tickets to sell; the room's usual "
                                                                              "otherwise.")],
}


def exact(question: Callable[..., pd.DataFrame]) -> Callable[..., pa.Table]:
    """The page's own function with Arrow in place of the frame it reads: decimals and dates keep their types."""
    assert isinstance(question, FunctionType)
    same = FunctionType(question.__code__, question.__globals__ | {"read": read_arrow}, question.__name__,
                        question.__defaults__, question.__closure__)
    same.__kwdefaults__ = question.__kwdefaults__
    return same


@lru_cache(maxsize=128)
def answered(snapshot: Snapshot, ask: Callable[..., pd.DataFrame], params: tuple[tuple[str, Any], ...]) -> pa.Table:
    """The whole answer, asked once for each snapshot; one that is worked out from others comes as a frame."""
    found: Any = exact(ask)(**dict(params))
    return (as_table(found) if isinstance(found, pd.DataFrame) else found).combine_chunks()


def as_table(frame: pd.DataFrame) -> pa.Table:
    """A frame in Arrow, with the kind of text that DuckDB gives."""
    table = pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(None)
    return table.cast(pa.schema([part.with_type(pa.string()) if part.type == pa.large_string() else part
                                 for part in table.schema]))


@lru_cache(maxsize=4)
def caption_facts(snapshot: Snapshot) -> tuple[Any, bool]:
    """(when it was published in UTC, whether it is the sample season)."""
    about = sources.about().iloc[0]
    return about["published_at"].to_pydatetime(), about["season"] == "sample"


def add(router: APIRouter, *questions: Question) -> None:
    """A GET route for each question."""
    for question in questions:
        QUESTIONS[question.path] = question
        router.add_api_route(
            f"/v1{question.path}", endpoint(question), methods=["GET"], name=question.path, response_class=Response,
            summary=question.described.splitlines()[0], description=question.described,
            responses=documented(401, 403, 404, 406, 410) | {304: {"description": "What you have is what there is."}},
            tags=[question.path.split("/")[1]], operation_id=operation(question.path))


def operation(path: str) -> str:
    return "get_" + "_".join(part.strip("{}").replace("-", "_") for part in path.split("/") if part)


def endpoint(question: Question) -> Callable[..., Response]:
    """The route's function; its signature is the question's own, so that OpenAPI and checks follow from it."""
    def handle(request: Request, grant: Grant, asked: Wanted | None = None, **params: Any) -> Response:
        return answer(request, grant, question, asked or Wanted(), params)

    names = [name for name in inspect.signature(question.ask).parameters if name not in question.fixed]
    given: dict[str, Any] = {"request": Request, "grant": Annotated[Grant, Depends(Permit(question.action))]}
    if not question.one:
        given["asked"] = Annotated[Wanted, Depends(wanted)]
    defaults = {name: parameter.default for name, parameter in inspect.signature(question.ask).parameters.items()}
    handle.__signature__ = inspect.Signature([  # type: ignore[attr-defined]
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=given.get(name) or PARAMETERS[name],
                          default=defaults.get(name, inspect.Parameter.empty)) for name in (*given, *names)])
    return handle


def answer(request: Request, grant: Grant, question: Question, asked: Wanted, params: dict[str, Any]) -> Response:
    """The route's answer: 304 when the caller has it, else made now. What is kept was sent before (core.api.kept)."""
    style = formats.accepted(request.headers.get("accept"))
    allow(grant, question, style)
    snapshot = current()
    tag = tag_of(request.scope, grant, style, snapshot)
    headers = answer_headers(tag)
    if has_already(request.scope, tag) and not question.live:
        return Response(status_code=304, headers=headers)
    if style != Style.json:
        audit.record(grant.actor, "export", question.path, query=request.url.query, style=style)
    table = rows(grant, question, params, snapshot)
    if style != Style.json:
        return as_file(shaped_page(table, asked, None, snapshot, request).rows, question, style, headers, snapshot, params)
    body, more = as_one(table) if question.one else as_page(
        shaped_page(table, asked, asked.limit or PAGE_ROWS, snapshot, request), request, snapshot)
    if not question.live:
        KEPT.put(tag, body, more)
    return Response(body, media_type="application/json", headers=headers | more)


def allow(grant: Grant, question: Question, style: Style) -> None:
    if style != Style.json:
        grant.require(Action.export)
    if not grant.covers(question.ask):
        raise Forbidden("This answer is about more than your access covers.", remedy="Ask for the shows themselves.")


def rows(grant: Grant, question: Question, params: dict[str, Any], snapshot: Snapshot) -> pa.Table:
    """All rows of the answer that the caller may see. Raises NotThere for an id in the path that nothing has."""
    asked = question.fixed | params
    if "filters" in asked:
        asked["filters"] = grant.narrowed(asked["filters"])
    if "concert_id" in asked:
        require_concert(asked["concert_id"], grant)
    for name in VENUES & asked.keys():
        require_venue(asked[name], grant)
    for name in ANYWHERE & asked.keys():
        require_venue(asked[name], None)
    if any(asked.get(name) is not None for name in MONEY_PARAMETERS):
        grant.require(Action.see_money)
    for name in asked.keys() & DETAILS.keys():
        if not answered(snapshot, DETAILS[name], ((name, asked[name]),)).num_rows:
            raise NotThere(f"There is no {asked[name]!r} at {question.path}.", remedy="The lists name what there is.")
    table = visible(answered(snapshot, question.ask, tuple(asked.items())), grant, question.ask)
    if question.one and not table.num_rows:
        raise NotThere(f"There is no row at {question.path}.", remedy="The lists name what there is.")
    return table


def shaped_page(table: pa.Table, asked: Wanted, size: int | None, snapshot: Snapshot, request: Request) -> Page:
    return page(shaped(table, asked), asked, asked.limit or size, snapshot.number, request)


def as_page(found: Page, request: Request, snapshot: Snapshot) -> tuple[bytes, dict[str, str]]:
    body = formats.as_json({"data": found.rows.to_pylist(), "total": found.total, "next_cursor": found.next_cursor,
                            "snapshot": snapshot.number})
    if found.next_cursor is None:
        return body, {}
    return body, {"link": f'<{request.url.include_query_params(cursor=found.next_cursor)}>; rel="next"'}


def as_one(table: pa.Table) -> tuple[bytes, dict[str, str]]:
    return formats.as_json({"data": table.slice(0, 1).to_pylist()[0]}), {}


def as_file(table: pa.Table, question: Question, style: Style, headers: dict[str, str], snapshot: Snapshot,
            params: dict[str, Any]) -> Response:
    """The rows as a file to take home."""
    file = written(table, question, style, snapshot, params.get("filters", Filters()))
    return formats.file_answer(file, style, file_name(question, style, snapshot), headers)


def written(table: pa.Table, question: Question, style: Style, snapshot: Snapshot, filters: Filters) -> IO[bytes]:
    """A temporary file with the rows and what they are."""
    published_at, is_sample = caption_facts(snapshot)
    caption = Caption(question.described.splitlines()[0], published_at, table.num_rows,
                      SAMPLE if is_sample else "Marquee", is_sample, filters=filters.named())
    return formats.written(table.to_batches(), table.schema, style, caption)


def file_name(question: Question, style: Style, snapshot: Snapshot) -> str:
    published_at, is_sample = caption_facts(snapshot)
    return filename(operation(question.path).removeprefix("get_"), published_at, style, is_sample=is_sample)
