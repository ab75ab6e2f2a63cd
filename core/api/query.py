"""/query: read-only SQL of one's own, with a deadline, a row cap and the engine's memory limit."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, Field

from core.access import MONEY_TABLES, OPEN_TABLES, PERSONAL_TABLES, Action, Forbidden, Grant
from core.api import formats
from core.api.asking import caption_facts
from core.api.callers import Permit
from core.api.description import contents
from core.api.formats import Style
from core.api.problems import documented
from core.desk import audit
from core.exports import SAMPLE, Caption, filename
from core.warehouse.snapshot import current
from core.warehouse.stream import names_in, streaming

MOST_ROWS = 1_000_000
LONGEST_SQL = 20_000

router = APIRouter(tags=["query"])
RunSql = Annotated[Grant, Depends(Permit(Action.run_sql))]
ANSWERS = documented(401, 403, 406) | {200: {"description": "The rows.", "content": contents("QueryRows")}}


class Sql(BaseModel):
    sql: str = Field(min_length=1, max_length=LONGEST_SQL,
                     examples=["SELECT city, count(*) AS shows FROM concert GROUP BY city ORDER BY shows DESC"])
    limit: int = Field(MOST_ROWS, ge=1, le=MOST_ROWS)


@router.post("/query", include_in_schema=False)
@router.post("/v1/query", response_class=Response, responses=ANSWERS,
             summary="Answer one SELECT on the snapshot")
def post_query(request: Request, grant: RunSql, asked: Sql) -> Response:
    """At most `limit` rows, in the style of Accept. Which tables may be named follows from the caller's rights."""
    return answer(request, grant, asked.sql, asked.limit)


@router.get("/query", include_in_schema=False)
@router.get("/v1/query", response_class=Response, responses=ANSWERS,
            summary="The same, for a link")
def get_query(request: Request, grant: RunSql,
              sql: Annotated[str, Query(min_length=1, max_length=LONGEST_SQL, examples=["SELECT * FROM event_total"])],
              limit: Annotated[int, Query(ge=1, le=MOST_ROWS)] = MOST_ROWS) -> Response:
    return answer(request, grant, sql, limit)


def answer(request: Request, grant: Grant, sql: str, limit: int) -> Response:
    require_tables(sql, grant)
    style = formats.accepted(request.headers.get("accept"))
    if style != Style.json:
        grant.require(Action.export)
    audit.record(grant.actor, "query", sql[:600], style=style)
    published_at, is_sample = caption_facts(current())
    with streaming(sql, limit=limit) as reader:
        caption = Caption("Query", published_at, 0, SAMPLE if is_sample else "Marquee", is_sample, filters={"SQL": sql})
        file = formats.written(reader, reader.schema, style, caption)
    return formats.file_answer(file, style, filename("query", published_at, style, is_sample=is_sample),
                               {"cache-control": "private, no-store"})


def require_tables(sql: str, grant: Grant) -> None:
    """Raises Forbidden for a table that the caller has no right to (administrators read all of them), and for what the
    engine cannot hold in bounds.

    Rows cannot be hidden in somebody's own SQL, so who is limited to markets or venues asks the lists instead.
    """
    if grant.limited:
        raise Forbidden("SQL is for those who may see every market and venue.",
                        remedy="Use the lists: /api/v1/concerts.")
    names = names_in(sql)
    if names.greedy:
        raise Forbidden(f"{', '.join(sorted(names.greedy))} could take all memory or time.", remedy="Do without.")
    if grant.may(Action.manage_access):
        return
    open_to = OPEN_TABLES | (MONEY_TABLES if grant.may(Action.see_money) else frozenset()) | (
        PERSONAL_TABLES if grant.may(Action.see_personal_data) else frozenset())
    closed = sorted((names.tables - open_to) | names.others)
    if closed:
        raise Forbidden(f"You may not read {', '.join(closed)}.", remedy="Name other tables.")
