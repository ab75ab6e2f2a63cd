"""Rows of the desk as answers: the same filters, order, columns, pages and styles as the published lists."""

import hashlib
from collections.abc import Sequence
from typing import Any

import orjson
import pyarrow as pa
from fastapi import Request, Response

from core.access import Action, Grant
from core.api import formats
from core.api.formats import Style
from core.api.listing import PAGE_ROWS, Wanted, known, page, shaped
from core.desk import audit
from core.desk.store import now
from core.exports import Caption, filename

PLACE = "\0place"


def listed(request: Request, grant: Grant, rows: Sequence[dict[str, Any]], asked: Wanted) -> Response:
    """A page of rows in JSON, or all of them in a file."""
    style = formats.accepted(request.headers.get("accept"))
    table = as_table(rows)
    ordered = shaped(table, asked._replace(fields="")) if rows else table  # without rows nobody knows the columns
    names = known(table, [part.strip() for part in asked.fields.split(",")]) if asked.fields and rows else None
    if style != Style.json:
        return as_file(request, grant, ordered.select(names or table.column_names[:-1]), style)
    found = page(ordered, asked, asked.limit or PAGE_ROWS, 0, request)
    shown = [rows[place.as_py()] for place in found.rows[PLACE]]
    data = [{name: row[name] for name in names} for row in shown] if names else shown
    return with_tag(request, formats.as_json({"data": data, "total": found.total, "next_cursor": found.next_cursor,
                                              "snapshot": 0}))


def as_table(rows: Sequence[dict[str, Any]]) -> pa.Table:
    """Rows in Arrow, what is nested as JSON text, with the place of each in the last column."""
    flat = [{name: orjson.dumps(value, default=str).decode() if isinstance(value, dict | list) else value
             for name, value in row.items()} for row in rows]
    table = pa.Table.from_pylist(flat) if flat else pa.table({})
    return table.append_column(PLACE, pa.array(range(len(rows)), pa.int64()))


def as_file(request: Request, grant: Grant, table: pa.Table, style: Style) -> Response:
    grant.require(Action.export)
    name = request.url.path.rsplit("/", 1)[-1]
    audit.record(grant.actor, "export", request.url.path, query=request.url.query, style=style)
    caption = Caption(name, now(), table.num_rows, "Marquee", False)
    file = formats.written(table.to_batches(), table.schema, style, caption)
    return formats.file_answer(file, style, filename(name, now(), style, is_sample=False))


def one(request: Request, row: dict[str, Any], status: int = 200) -> Response:
    """One row; its ETag is its content."""
    body = formats.as_json({"data": row})
    return with_tag(request, body) if status == 200 else Response(body, status, media_type="application/json")


def with_tag(request: Request, body: bytes) -> Response:
    tag = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
    headers = {"etag": tag, "cache-control": "private, no-cache", "vary": "Accept, Authorization"}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/json", headers=headers)
